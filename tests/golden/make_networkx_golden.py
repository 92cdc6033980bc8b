#!/usr/bin/env python3
"""Writes networkx_graphs.csv and networkx_values.csv: what NetworkX says about some graphs.

Run by hand with NetworkX 2.8.8; neither NumPy nor SciPy is needed. Tests read the files and need no Python.
A value that NetworkX leaves undefined (nan) is left out.
"""
import csv
import math
import pathlib
import random

import networkx as nx
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python as pagerank

HERE = pathlib.Path(__file__).parent


def random_graph(seed, directed):
    rng = random.Random(seed)
    n = rng.randint(6, 14)
    g = nx.DiGraph() if directed else nx.Graph()
    g.add_nodes_from(range(n))
    for _ in range(rng.randint(n, 3 * n)):
        u, v = rng.sample(range(n), 2)
        g.add_edge(u, v, weight=rng.randint(1, 9))
    return g


def numbered(g):
    g = nx.convert_node_labels_to_integers(g)
    nx.set_edge_attributes(g, 1, "weight")
    return g


def graphs():
    yield "karate", numbered(nx.Graph(nx.karate_club_graph()))
    yield "kite", numbered(nx.krackhardt_kite_graph())
    yield "les_miserables", nx.convert_node_labels_to_integers(nx.les_miserables_graph())
    for seed in range(10):
        yield f"undirected{seed}", random_graph(seed, False)
        yield f"directed{seed}", random_graph(100 + seed, True)


def values(g):
    directed = g.is_directed()
    simple = nx.Graph(g)
    yield "density", "", nx.density(g)
    yield "transitivity", "", nx.transitivity(simple)
    yield "triangles", "", sum(nx.triangles(simple).values()) // 3
    yield "components", "", nx.number_connected_components(simple)
    yield "bridges", "", sum(1 for _ in nx.bridges(simple))
    if directed:
        yield "reciprocity", "", nx.overall_reciprocity(g)
    # Alternating groups, by the parity of the vertex.
    parity = [{v for v in g if v % 2 == r} for r in (0, 1)]
    yield "modularity", "", nx.algorithms.community.modularity(g, parity, weight=None)
    yield "modularity_weighted_2", "", nx.algorithms.community.modularity(g, parity, weight="weight", resolution=2)
    per_vertex = {
        "articulation": {v: int(v in set(nx.articulation_points(simple))) for v in g},
        "core": nx.core_number(simple),
        "local_clustering": {v: c for v, c in nx.clustering(simple).items() if simple.degree(v) > 1},
        "pagerank": pagerank(g, tol=1e-15, max_iter=1000, weight=None),
        "pagerank_weighted": pagerank(g, tol=1e-15, max_iter=1000),
        "betweenness": nx.betweenness_centrality(g, normalized=False),
        "betweenness_normalized": nx.betweenness_centrality(g),
        "harmonic": nx.harmonic_centrality(g.reverse() if directed else g),
        "constraint": nx.constraint(g),
        "constraint_weighted": nx.constraint(g, weight="weight"),
        "effective_size": nx.effective_size(g),
        "effective_size_weighted": nx.effective_size(g, weight="weight"),
    }
    for name, of in per_vertex.items():
        for v in sorted(of):
            yield name, v, of[v]


def main():
    with open(HERE / "networkx_graphs.csv", "w", newline="") as gs, open(HERE / "networkx_values.csv", "w", newline="") as vs:
        edges = csv.writer(gs, lineterminator="\n")
        edges.writerow(["graph", "directed", "order", "source", "target", "weight"])
        table = csv.writer(vs, lineterminator="\n")
        table.writerow(["graph", "measure", "vertex", "value"])
        for name, g in graphs():
            for u, v, weight in g.edges(data="weight"):
                edges.writerow([name, int(g.is_directed()), g.order(), u, v, weight])
            for measure, v, value in values(g):
                if not math.isnan(value):
                    table.writerow([name, measure, v, repr(value)])


main()
