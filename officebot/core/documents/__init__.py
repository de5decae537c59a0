"""Documents made from the office's own templates, pure: signs, typography, what a template needs, what data lack."""
