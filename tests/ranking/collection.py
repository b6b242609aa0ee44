#!/usr/bin/env python3
"""Makes a test collection (docs.jsonl, queries.tsv, qrels.tsv) of a ranking set and the issues that it judges.

usage: collection.py SET.txt ISSUES.json OUT          ISSUES.json is what `backissue ingest ISSUE.txt... --json` prints
Documents are named as the set names them: issue and place in it. Pure standard library.
"""
import json, os, sys

named, issues, out = sys.argv[1:]
os.makedirs(out, exist_ok=True)

def write(name, lines):
    with open(f"{out}/{name}", "w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines)

def text(article):
    boxes = [part for box in article["boxes"] for part in [box["title"], *box["body"]]]
    return "\n\n".join(article["body"] + boxes + article["pull_quotes"] + article["captions"] + article["endnotes"])

documents = []
with open(issues, encoding="utf-8") as file:
    for made in map(json.loads, file):
        for place, article in enumerate(made["articles"], 1):
            kept = {key: article[key] or "" for key in ("title", "standfirst", "section")} | {"authors": article["authors"]}
            documents.append(json.dumps({"id": f"{made['issue']['number']}/{place}", "text": text(article), **kept}))
queries, judged = [], []
with open(named, encoding="utf-8") as file:
    for number, line in enumerate((line for line in file if not line.startswith("#")), 1):
        query, articles = line.strip().split(" = ")
        queries.append(f"{number}\t{query}")
        judged += ["{}\t0\t{}\t{}".format(number, *article.split(":")) for article in articles.split()]
write("docs.jsonl", documents)
write("queries.tsv", queries)
write("qrels.tsv", judged)
