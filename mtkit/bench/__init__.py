"""The bench: quality, speed and memory of models, measured cell by cell, and what it says of them.

| module | holds |
|---|---|
| `cells` | what is measured: models x sets x directions x engines x settings |
| `worker`, `measure` | one cell in a process of its own |
| `machine` | what it was measured on |
| `running` | all cells that are not in the store yet, one after the other |
| `records`, `store` | a cell's result; results in JSON Lines, appended, recovered, merged |
| `boards` | leaderboards: ranks, Pareto front, published figures beside |
| `markdown`, `page`, `plot` | how they are written |
| `requirements` | what results must reach |
"""
