"""Numbers, quantities, words and lines that no case expects."""

NUMBERS = [
    *(0, -1, 1, 1e300, -1e300, 1e-300, 10**400, 5e-324, 2**63, 0.5, 1e999),
    *(float("nan"), float("-inf")),
]
QUANTITIES = [
    *("1 m", "-1 nm", "0 nm", "1e300 nm", "1e-300 nm", "nan nm", "inf GPa", "1 parsec", "3 GPa/nm"),
    *(
        "30 Gpa",
        "1e400 GPa",
        "C/5",
        "0.2 /hour",
        "1 hour",
        "-5 s",
        "1 s**1e9",
        "2 GPa GPa",
        "1e9 K",
    ),
    *("9**9**9 nm", "1 nm nm^-1", "1 m^(1/0)", "[nm]", "1 J/m2", "1 degC", "1 %", "1 eV", "1 nm +"),
    *("(((((((1 nm)))))))", "1 nm; import os", "__import__('os')", "1 nm # x", "1_0 nm", "１ nm"),
    "7" * 5000 + " nm",
]
TEXTS = [
    *("", " ", "yes", "null", "~", "\t", "\x07", "\u202e", "𝔘", "none", "automatic", "a" * 10_000),
    *("../../../etc/passwd", "/etc/passwd", "..", ".", "os", "subprocess", "os.path", "__main__"),
    *(
        "particle_on_fibre.py",
        "two_blocks/../two_blocks",
        "a/b",
        "CON",
        "-",
        "%s%n",
        "{}",
        "sphere",
    ),
    *("bilinear", "j2", "linear", "ideal", "hencky", "symmetry", "particle", "bottom", "r", "x"),
]
EXPRESSIONS = [
    *(
        "t",
        "1/0",
        "1/t",
        "t**t**t",
        "9**9**9**9",
        "exp(1e9)",
        "log(-1)",
        "sqrt(-t)",
        "().__class__",
    ),
    *("__import__('os').system('true')", "open('x')", "[1]*10**9", "'a'*10**9", "lambda: 1"),
    *(
        "while 1: pass",
        "t if t else 1",
        "(" * 300 + "t" + ")" * 300,
        "1e400*t",
        "1 +",
        "x",
        "t.real",
    ),
    *(
        "[t for t in range(10**9)]",
        "0**-1",
        "1<<10**9",
        "-" * 5000 + "1",
        "t+" * 3000 + "t",
        "1j*t",
    ),
    *(
        "sin",
        "max()",
        "True",
        "",
        "int('1'*9999)",
        "not t",
        "t == t",
        "min(t)",
        "abs(t, 1)",
        "10**10000",
    ),
]
LINES = [
    *("x: !!python/object/apply:os.system ['true']", "x: !!python/name:os.system", "!!set {a, b}"),
    *("x: !!binary aGVsbG8=", "x: !!timestamp 2001-01-01", "x: 2001-01-01", "x: !<tag:a,1:b> c"),
    *("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "<<: {title: x}", "<<: *x", "x: &x *x", "&x"),
    *("%YAML 3.0\n---", "---", "...", "? [1, 2]\n: 3", "? {a: 1}", "- 1", ":", "x: |\n", "'", '"'),
    *("\tx: 1", "x: 0o17", "x: 0x", "x: 1:2:3", "x: 1_000", "x: .inf", "=: 1", "x: @a", "x: `a`"),
    *("[" * 3000, "{" * 3000, "{a: " * 500 + "1" + "}" * 500, "- " * 900 + "1", "#" * 20_000),
    *(
        "\x00",
        "\x85",
        "\u2028x: 1",
        "\ufeffx: 1",
        "x: \x1b[31m",
        "\r",
        "x: 1\r\ny: 2",
        "x: \\ud800",
    ),
]
LEVELS = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12))
BOMB = f"l0: &l0 [x]\n{LEVELS}\n"
KEYS = [
    "kind",
    "value",
    "source",
    "unit",
    "expression",
    "time",
    "",
    "0",
    "título",
    "a" * 3000,
    "<<",
]
DEPENDENT = [
    {"of": "geometry.film_thickness", "at": ["4 nm", "20 nm"], "is": ["21 GPa", "165 GPa"]},
    {"of": "title", "at": [0, 1], "is": [0, 1]},
    {"of": "a.b.c", "at": ["1 nm"], "is": []},
    {"of": "", "at": ["2 nm", "1 nm"], "is": [1, float("nan")]},
    {"of": "time.end", "at": [], "is": ["1 s"]},
    {"of": "bodies", "at": [[1], [2]], "is": [{}, {}]},
]
"""Numbers that follow another of the case, rightly and wrongly."""
