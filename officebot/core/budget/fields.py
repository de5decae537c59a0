"""What the columns and rows of a budget are called, in French and in English, as `plain` writes words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from officebot.core.expressions import expression
from officebot.core.text import plain


def word_set(words: str) -> frozenset[str]:
    """The words of a text, for a look-up."""
    return frozenset(words.split())


_MONTHS: Mapping[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "jan janv january janvier", "feb fev fevr february fevrier", "mar mars march", "apr avr april avril",
            "may mai", "jun juin june", "jul juil july juillet", "aug aou aout august", "sep sept september septembre",
            "oct october octobre", "nov november novembre", "dec december decembre",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
#: The months by their names, and by what is left of these where a sheet has room for four letters or more of them.
MONTHS: Mapping[str, int] = {
    **{
        name[:length]: number
        for name, number in _MONTHS.items()
        for length in range(4, len(name))
        if len({one for known, one in _MONTHS.items() if known.startswith(name[:length])}) == 1
    },
    **_MONTHS,
}
#: What a column holds. What was forecast later is no budget, and neither is how far apart the two are.
KINDS: Mapping[str, str] = {
    word: kind
    for kind, words in {
        "budget": "budget budgets budgete budgetee budgeted prevu prevue prevus prevision previsions previsionnel bp bud "
        "previsionnelle previ prev plan planned planifie target objectif vote",
        "actual": "reel reels reelle real realise realises realisee realisation realisations actual actuals act spent "
        "depense constate consomme consommation execute facture invoiced paye paid mandate",
        "committed": "engage engages engagee engagement engagements commitment commitments committed commande commandes "
        "ordered encumbrance encumbered",
        "variance": "ecart ecarts variance variances var diff difference delta % ratio taux reste disponible remaining "
        "available solde evolution evol change pourcentage percent pct",
        "forecast": "forecast reforecast reprevision atterrissage landing projection estime estimated estimate",
    }.items()
    for word in words.split()
}
TOTALS = word_set(
    "total totaux somme sum cumul cumule ytd an annuel annuelle annee annual annually year yearly fy exercice "
    "moyenne average moy"
)
#: Of these, those that add up until now, or until then.
SO_FAR = word_set("cumul cumule ytd")
QUARTERS = word_set("trimestre trim quarter qtr")
HALVES = word_set("semestre sem half")
#: Words that say nothing of the column.
_SILENT = word_set(
    "de du des d la le les l en of the in for pour par per mois month months montant montants amount amounts ht "
    "ttc eur euro euros usd gbp et and a au to fin end prev au er ere eme st nd rd th"
)
VERSIONS = word_set(
    "initial initiale revise revisee revised modifie original primitif rectifie rectificatif bp br dm v "
    "approved valide validee vote draft projet provisoire final finale definitif"
)

#: What a column beside the figures holds; the first word that is met decides.
COLUMNS: Mapping[str, frozenset[str]] = {
    "parent": frozenset(("compte parent", "code parent", "parent", "parent code", "parent account", "rattachement")),
    "code": frozenset((
        "code", "compte", "comptes", "cpte", "cpt", "n", "no", "num", "numero", "n°", "account", "account no", "ref",
        "imputation",         "code budgetaire", "code compte", "gl", "gl code", "nominal", "nominal code", "account code",
        "account number", "acct", "n° compte", "numero de compte", "code analytique", "budget code", "line no", "reference",
        "a/c", "code nature", "id",
        "n° de compte", "no de compte", "ligne n°", "cost code", "ledger code", "article",
    )),
    "owner": frozenset((
        "responsable", "owner", "gestionnaire", "budget holder", "manager", "pilote", "responsible", "holder", "referent",
        "responsable budgetaire", "budget owner",
    )),
    "note": frozenset((
        "commentaire", "commentaires", "remarque", "remarques", "note", "notes", "comment", "comments", "hypothese",
        "hypotheses", "base", "assumption", "assumptions", "fournisseur", "supplier", "vendor", "prestataire", "status",
        "statut", "observations", "observation", "source", "remarks",
        "basis", "justification", "precisions",
    )),
    "unit": frozenset((
        "unite", "unit", "units", "devise", "currency", "qte", "qtes", "quantite", "quantites", "qty", "quantity", "nb", "nbre",
        "nombre", "number", "p u", "pu", "pu ht", "p u ht", "prix", "prix unitaire", "price", "unit price", "unit cost", "tarif",
        "tarifs", "rate", "taux", "cout unitaire", "duree", "duration", "frequence", "frequency", "volume",
    )),
    "label": frozenset((
        "libelle", "libelles", "intitule", "poste", "postes", "designation", "ligne", "description", "label", "line", "item",
        "account name", "nature", "objet", "ligne budgetaire", "budget line", "poste budgetaire", "libelle du compte",
        "intitule du compte", "poste de depense", "line item", "expense", "expenses", "depense", "depenses", "charges",
        "postes budgetaires", "lignes", "details", "detail", "name", "nom", "libelle compte", "cost line", "expenditure",
    )),
    "group": frozenset((
        "groupe", "group", "categorie", "category", "famille", "service", "departement", "department", "dept", "pole", "chapitre",
        "section", "direction", "type", "team", "equipe", "centre de cout", "cost centre", "cost center", "division", "bloc",
        "sous-categorie", "subcategory", "sub-category", "rubrique", "area", "heading", "activite", "activity", "site",
        "chap", "chapter", "ch", "fonction",
        "grande rubrique", "regroupement", "classe", "class", "programme", "program", "projet", "project", "fund",
    )),
}  # fmt: skip

#: Rows that reckon one sum less another, or carry a sum along: no lines.
RESULTS = word_set(
    "resultat solde marge excedent deficit benefice result surplus net profit margin balance ecart "
    "variance variation contribution tresorerie capacite ebitda ebe ebit operating"
)
#: Of these, the ones whose rows are never part of a sum; and words of rows that carry a balance along.
REMAINDERS = RESULTS - word_set(
    "net balance ecart variance variation contribution tresorerie capacite operating solde"
)
CARRIED = word_set(
    "initial initiale final finale ouverture cloture opening closing debut fin reporter start end forward"
)
#: Rows that count people or things: no money.
COUNTS = word_set("etp effectif effectifs fte headcount heads m2 jours days nombre nb number heures hours")
AVERAGES = word_set("cost cout prix price moyenne average depense charge revenue recette")
PEOPLE = word_set("etp fte ftes headcount effectif effectifs")
#: Groups of this name hold income; lines of these names are income where no group says so.
INCOME = word_set(
    "produits produit recettes recette revenus revenu income incomes revenue revenues receipts ressources"
)
EXPENSES = word_set(
    "charges charge depenses depense expense expenses expenditure spending costs couts emplois decaissements outflows"
)
INCOME_LINES = word_set("ventes vente recettes recette subventions subvention adhesions revenus revenues")
INCOME_ALONE = word_set("sales income revenue turnover fees grants donations dons")
_WORD = expression(r"\d+[a-z]*|[a-z]+\d*|%")


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """The words of a short text without accents and capitals, numbers and the percent sign among them."""
    return tuple(_WORD.findall(plain(text[:200])))


def is_silent(word: str) -> bool:
    """Whether a word says nothing of what a column holds."""
    return word in _SILENT


def column_field(title: str) -> str:
    """What a column beside the figures holds, by its heading: "code", "label", …; "" where that is not known."""
    said = _said(title)
    if _is_done(title):
        return ""
    for field, known in COLUMNS.items():
        if said in known:
            return field
    first = said.split(" ")[0] if said else ""
    for field, known in COLUMNS.items():
        if first in known:
            return field
    return ""


def names_side(title: str) -> bool:
    """Whether a heading is just what a column beside the figures is called: `Budget line`, `Budget code`."""
    said = _said(title)
    return any(said in known for known in COLUMNS.values()) and not _is_done(title)


def _is_done(title: str) -> bool:
    """Whether a heading says what was done with money: “Dépensé”, where “Dépense” is what one is called."""
    return title.strip().casefold().endswith(("é", "és", "ée", "ées")) and _said(title) in KINDS


def _said(title: str) -> str:
    return " ".join(plain(title).replace("’", "'").replace(".", " ").replace(":", " ").split())
