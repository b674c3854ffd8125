"""Every name of Python files that stands in code, not in literals or remarks, and the values of the literals."""

import ast
import json
import sys

names: set[str] = set()
texts: list[str] = []
for path in sys.argv[1:]:
    with open(path, encoding="utf-8", newline="") as file:
        tree = ast.parse(file.read(), path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.append(node.value)
print(json.dumps({"names": sorted(names), "texts": texts}))
