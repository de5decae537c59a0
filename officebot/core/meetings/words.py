"""The words in which people ask for a meeting, take or refuse a time, and call a meeting off; commas between them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from officebot.core.judging.evidence import Vocabulary

_WISH: Mapping[str, Mapping[float, str]] = {
    # These ask for a time whatever stands around them.
    "asks": {
        1: "vos disponibilités, tes disponibilités, vos dispos, tes dispos, quand seriez-vous disponible, quand pourrions-nous, "
        "quand pouvons-nous, quand peut-on, seriez-vous disponible, seriez-vous disponibles, êtes-vous disponible, "
        "êtes-vous disponibles, es-tu disponible, serais-tu disponible, seriez-vous libre, êtes-vous libre, auriez-vous un "
        "créneau, avez-vous un créneau, auriez-vous une disponibilité, avez-vous des disponibilités, trouver un créneau, "
        "trouver une date, trouver un moment, trouver une heure, proposer un créneau, proposer des créneaux, proposer une "
        "date, proposer quelques dates, convenir d'un rendez-vous, convenir d'une date, fixer un rendez-vous, fixer un rdv, "
        "fixer une date, fixer une réunion, prendre rendez-vous, prendre un rendez-vous, obtenir un rendez-vous, caler un "
        "rendez-vous, caler une réunion, caler un point, caler un appel, se caler, organiser une réunion, organiser une "
        "rencontre, organiser un appel, organiser une visio, organiser un point, planifier une réunion, planifier un point, "
        "planifier un rendez-vous, planifier un appel, quel jour vous conviendrait, quelle date vous conviendrait, quand cela "
        "vous arrangerait, quels jours vous conviendraient, un moment pour en parler, "
        "can we meet, could we meet, may we meet, shall we meet, might we meet, can we speak, could we speak, can we talk, "
        "could we talk, when can we, when could we, when would suit, what time would suit, what times would suit, which day "
        "would suit, when are you free, when are you available, when would you be free, when would you be available, are you "
        "available, are you free, would you be free, would you be available, would you have time, do you have time, do you "
        "have any time, do you have availability, your availability, your availabilities, find a time, find a date, find a "
        "slot, find some time, find time, propose a time, propose some times, suggest a time, suggest some times, suggest a "
        "date, suggest some dates, offer a few slots, schedule a meeting, schedule a call, schedule an appointment, schedule "
        "some time, set up a meeting, set up a call, set up some time, arrange a meeting, arrange a call, arrange an "
        "appointment, arrange to meet, arrange a time, organise a meeting, organize a meeting, book a meeting, book an "
        "appointment, book some time, book a slot, make an appointment, get an appointment, get something in the diary, put "
        "something in the diary, a slot to discuss, a time to discuss, a time to meet, a moment to talk",
    },
    "meet": {
        1: "nous voir, se voir, vous voir, te voir, nous rencontrer, vous rencontrer, se rencontrer, te rencontrer, "
        "une rencontre, un rendez-vous, un rdv, une réunion, un entretien, un échange, échanger, une visio, une "
        "visioconférence, un appel, un point, une entrevue, venir vous voir, passer vous voir, "
        "meet, meet up, meet with, catch up, a catch-up, a meeting, a call, a chat, an appointment, a video call, a quick word, "
        "sit down, get together, come and see, come and see you, come to you, see you, speak with, talk to, talk with",
    },
    # A request in its own right, beside a word of meeting.
    "wants": {
        1: "pourrions-nous, pouvons-nous, pourriez-vous, pouvez-vous, pourrait-on, peut-on, serait-il possible, est-il "
        "possible, est-ce possible, est-ce que, je souhaite, je souhaiterais, nous souhaiterions, nous souhaitons, j'aimerais, "
        "nous aimerions, je voudrais, nous voudrions, je propose, nous proposons, il faudrait, on pourrait, "
        "could we, can we, could you, can you, may i, might i, would it be possible, is it possible, i would like, i'd like, "
        "we would like, we'd like, i was hoping, we were hoping, i want to, we want to, how about, shall we, let us, let's, "
        "i propose, i suggest, we should",
    },
    # Then there is a time already, or none is wanted.
    "settled": {
        1: "est confirmé, est confirmée, je confirme, je vous confirme, nous confirmons, est annulé, est annulée, est reporté, "
        "est reportée, est déplacé, est déplacée, aura lieu, se tiendra, a eu lieu, compte rendu, ordre du jour, "
        "is confirmed, i confirm, we confirm, is cancelled, is canceled, has been moved, is postponed, will take place, takes "
        "place, took place, minutes of, save the date, you are invited to, webinar, inscrivez-vous, register",
    },
}

_PLACES: Mapping[str, Mapping[float, str]] = {
    "phone": {1: "téléphone, par téléphone, au téléphone, appel, appeler, call, phone, by phone, on the phone, ring"},
    "video": {1: "visio, en visio, visioconférence, teams, zoom, google meet, video call, videoconference, online"},
    "here": {
        1: "dans vos bureaux, dans vos locaux, chez vous, venir vous voir, passer vous voir, à votre bureau, at your office, "
        "at your offices, at your place, come and see you, come to you, on your premises",
    },
}

_ANSWER: Mapping[str, Mapping[float, str]] = {
    "takes": {
        1: "me va, me vont, nous va, nous vont, me convient, nous convient, me conviendrait, conviendrait, convient, convient "
        "parfaitement, ça marche, cela marche, c'est parfait, parfait, c'est bon, c'est bon pour moi, bon pour moi, bon pour "
        "nous, d'accord, ok, ok pour, va pour, entendu, très bien, m'arrange, nous arrange, idéal, je prends, nous prenons, je "
        "retiens, retenons, je choisis, nous choisissons, je préfère, nous préférons, je serai là, je confirme, nous "
        "confirmons, je réserve, avec plaisir, volontiers, noté, allons-y, partons sur, on part sur, "
        "works, work, works for me, works for us, works fine, works best, works well, would work, suits, suits me, suits us, "
        "would suit, is fine, is good, is great, is perfect, is ok, fine, perfect, great, good for me, fine for me, fine by me, "
        "i'm free, i am free, we are free, i can do, we can do, i can make, we can make, let's do, let us do, let's go with, "
        "let's say, i'll take, we'll take, i would take, i prefer, we prefer, i'd prefer, prefer, would be best, is best, "
        "confirmed, i confirm, agreed, see you, please book, go for, count me in, sounds good, suitable",
    },
    "refuses": {
        1: "ne me va pas, ne nous va pas, ne convient pas, ne me convient pas, ne nous convient pas, ne conviennent pas, ne me "
        "conviennent pas, ne marche pas, ne marchent pas, n'est pas possible, pas possible, impossible, pas disponible, pas "
        "disponibles, pas libre, pas libres, indisponible, indisponibles, ne peux pas, ne pouvons pas, ne pourrai pas, ne "
        "pourrons pas, ne pourra pas, suis pris, suis prise, sommes pris, déjà pris, déjà prise, déjà un engagement, en "
        "déplacement, en congé, en congés, absent, absente, sauf, hormis, malheureusement, hélas, trop tôt, trop tard, "
        "does not work, doesn't work, do not work, don't work, won't work, will not work, not possible, impossible, not "
        "available, unavailable, not free, cannot, can't, can not, cannot make, can't make, unable, not able, is taken, i'm "
        "booked, i am booked, fully booked, already booked, busy, away, out of the office, travelling, traveling, on leave, on "
        "holiday, except, not so good, not good, no good, unfortunately, afraid, too early, too late, tricky, difficult",
    },
    "any": {
        1: "n'importe lequel, n'importe laquelle, n'importe quel, peu importe, tous me vont, tous me conviennent, tous nous "
        "conviennent, les trois me vont, les trois me conviennent, les trois nous conviennent, les deux me vont, au choix, à "
        "votre convenance, comme vous préférez, comme ça vous arrange, l'un ou l'autre, indifférent, "
        "any of them, any of these, any of those, any works, any would, any is fine, any time works, all of them, all three, "
        "all work, all fine, all good, either, either one, either works, whichever, whatever suits, your choice, up to you, no "
        "preference, don't mind, do not mind",
    },
    "none": {
        1: "aucun, aucune, aucun des, aucune des, aucune de ces, aucun de ces, ni l'un ni l'autre, pas un seul, tous pris, "
        "none, none of, neither, not any of, unable to make any, can't make any, cannot make any",
    },
    "calls off": {
        1: "plus besoin, plus nécessaire, annuler, annulons, annulez, annule, laissons tomber, n'est plus d'actualité, plus "
        "d'actualité, renoncer, no longer need, no longer needed, no need to meet, not needed, call it off, call off, cancel, "
        "let's drop, forget about it, do not need to meet, don't need to meet",
    },
    "instead": {
        1: "plutôt, à la place, autre date, autres dates, autre créneau, autres créneaux, autre jour, autre moment, autre "
        "proposition, autres propositions, plus tard, plus tôt, déplacer, décaler, reporter, repousser, avancer, instead, "
        "rather, another time, another day, another date, another slot, other times, other dates, other slots, other options, "
        "alternatives, alternative, later, earlier, move it, move this, reschedule, postpone, push",
    },
    # Which of those offered, counted as they were listed.
    "1": {
        1: "premier, première, 1er, 1ère, first, option 1, option a, créneau 1, proposition 1, choix 1, slot 1, n 1"
    },
    "2": {
        1: "deuxième, second, seconde, 2e, 2ème, 2nd, option 2, option b, créneau 2, proposition 2, choix 2, slot 2, n 2"
    },
    "3": {1: "troisième, 3e, 3ème, third, 3rd, option 3, option c, créneau 3, proposition 3, choix 3, slot 3, n 3"},
    "4": {1: "quatrième, 4e, 4ème, fourth, 4th, option 4, option d, créneau 4, proposition 4, choix 4, slot 4, n 4"},
    "5": {1: "cinquième, 5e, 5ème, fifth, 5th, option 5, option e, créneau 5, proposition 5, choix 5, slot 5, n 5"},
    "last": {1: "dernier, dernière, last one, the last, the latest"},
}


@cache
def wish_words() -> Vocabulary:
    """The words in which people ask for a meeting, by sign."""
    return Vocabulary(_WISH)


@cache
def place_words() -> Vocabulary:
    """The words that tell where people meet, by sign."""
    return Vocabulary(_PLACES)


@cache
def answer_words() -> Vocabulary:
    """The words in which people answer an offer of times, by sign."""
    return Vocabulary(_ANSWER)
