"""Values that databases confuse, cut or refuse: some the contract allows, some it does not. Touches nothing."""

# Every text a title may be. Neighbours differ in what a lax collation overlooks.
TEXTS = (
    *("pelatihan", "Pelatihan", "PELATIHAN", "pelatihan ", "pelatihan  ", " pelatihan", "pelatihan\u00a0", "pelatihan\u200b"),
    *(
        "pélatihan",
        "pe\u0301latihan",
        "pelat\u0131han",
        "pelat\u0130han",
        "Straße",
        "Strasse",
        "ﬀ",
        "ff",
        "\u212b",
        "\u00c5",
        "A\u030a",
    ),
    *(
        "😀",
        "😁",
        "😀 ",
        "👨\u200d👩\u200d👧",
        "\U0001d4ab",
        "P",
        "\U0010ffff",
        "\ufffd",
        "\uffff",
        "\ufffe",
        "\ufeffBOM",
        "\u202eterbalik",
    ),
    *(
        "\\",
        "\\\\",
        "\\0",
        "\\u0000",
        "\\ud800",
        "\\n",
        "a\nb",
        "a\tb",
        "\u2028\u2029",
        "'",
        "''",
        '"',
        "`",
        "\\'",
        "' OR 1=1 -- ",
    ),
    *(
        "%",
        "%s",
        "%(x)s",
        "_",
        ":page",
        "?",
        "{}",
        "$[0]",
        "/*",
        ";",
        "NULL",
        "null",
        "~",
        "|",
        "1|~",
        "0x41",
        "1e5",
        "007",
        "true",
        "[1]",
    ),
    *('{"a":1}', " ", "  ", "😀" * 255, "\u0301" * 255, "é" * 255),
)
_LONGEST = {"summary": 2000, "category": 500, "training_type": 100, "batch": 100, "language": 30}
# What else a course may hold.
COURSES = (
    {"summary": "", "category": "", "batch": ""},
    {"summary": " ", "category": None, "batch": "~"},
    *({name: "😀" * length for name, length in _LONGEST.items()} | {"batch": text} for text in ("'" * 100, "\\" * 100)),
    {"jp_hundredths": 2**53, "minutes": 2**53 - 1, "places": 0, "starts": 0, "ends": 2**40, "enrol_until": 2**31},
)
# Ids next to what a float or a signed word can hold.
IDS = (2**31 - 1, 2**31, 2**32, 2**53 - 1, 2**53, 2**53 + 1, 2**63 - 2, 2**63 - 1)
# What a course may not hold, and which column is named.
REFUSED = (
    *(("title", bad) for bad in ("a\0b", "\0", "\x1b[2J", "\x7f", "\x85", "\ud800", "a\udfffb", "", "x" * 256, "😀" * 256)),
    *(("title", bad) for bad in (None, 7, True, 1.5, ["x"], {"x": 1})),
    *(("summary", bad) for bad in ("x" * 2001, "\r\n", False)),
    *(("audience", bad) for bad in ("ALL", "all ", "áll", "", None, 0)),
    *(("competency", bad) for bad in ("Teknis", "teknis ", "TEKNIS")),
    *(("places", bad) for bad in (-1, 2**53 + 1, 2**63, 2**64, 10**400, -(10**400), "5", 5.0, True)),
    *(("created", bad) for bad in (-1, 2**40 + 1, 2**63, "1760000000", None)),
    *(("self_enrol", bad) for bad in (2, -1, True, "1", None)),
)
# What is no id.
NO_IDS = (2**63, 2**64, 10**400, 0, -1, True, "1", 1.0, None, [1])
# Learners that are none, though a database might call them equal to one.
NO_LEARNERS = ("sub:a ", " sub:a", "sub:á", "sub:a\n", "SUB:a", f"anon:{'A' * 32}", f"anon:{'0' * 31}", "sub:", "sub:a\0")
