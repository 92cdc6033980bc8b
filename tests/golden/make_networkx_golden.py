#!/usr/bin/env python3
"""Writes networkx_graphs.csv and networkx_values.csv, and the same for two-mode graphs: what NetworkX says about some graphs.

Run by hand with NetworkX 2.8.8 or 3.6.1; neither NumPy nor SciPy is needed. Tests read the files and need no Python.
A value that NetworkX leaves undefined (nan) is left out.
"""
import csv
import math
import pathlib
import random

import networkx as nx
from networkx.algorithms import bipartite
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


def two_mode_graphs():
    """Connected, the vertices of the first mode numbered first."""
    davis = nx.Graph()
    with open(HERE / "southern_women_edges.csv") as rows:
        davis.add_edges_from((int(row["source"]), int(row["target"])) for row in csv.DictReader(rows))
    yield "davis", 18, davis
    for seed in range(20):
        rng = random.Random(200 + seed)
        first, second = rng.randint(2, 8), rng.randint(2, 8)
        g = nx.Graph()
        for v in range(first, first + second):
            g.add_edge(0, v)
        for u in range(1, first):
            g.add_edge(u, rng.randrange(first, first + second))
        for _ in range(rng.randint(0, first * second // 2)):
            g.add_edge(rng.randrange(first), rng.randrange(first, first + second))
        if seed % 2 == 0:  # without the one who is everywhere, where the rest still hangs together
            thinner = g.copy()
            thinner.remove_edges_from([(0, v) for v in list(g[0]) if g.degree(v) > 1][1:])
            g = thinner if nx.is_connected(thinner) else g
        yield f"two_mode{seed}", first, g


def two_mode_values(g, top):
    yield "density", "", bipartite.density(g, top)
    yield "robins_alexander", "", bipartite.robins_alexander_clustering(g)
    several = [v for v in g if g.degree(v) > 1]
    per_vertex = {
        "redundancy": bipartite.node_redundancy(g, several),
        "degree": bipartite.degree_centrality(g, top),
        "closeness": bipartite.closeness_centrality(g, top),
        "betweenness": bipartite.betweenness_centrality(g, top),
    }
    for name, of in per_vertex.items():
        for v in sorted(of):
            yield name, v, of[v]
    for mode in (top, set(g) - set(top)):
        for name, project in (
            ("shared", bipartite.weighted_projected_graph),
            ("newman", bipartite.collaboration_weighted_projected_graph),
        ):
            for u, v, weight in sorted(project(g, mode).edges(data="weight")):
                yield name, f"{min(u, v)}-{max(u, v)}", weight


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
    write_two_mode()


def write_two_mode():
    with open(HERE / "networkx_two_mode_graphs.csv", "w", newline="") as gs, open(
        HERE / "networkx_two_mode_values.csv", "w", newline=""
    ) as vs:
        edges = csv.writer(gs, lineterminator="\n")
        edges.writerow(["graph", "order", "first_order", "source", "target"])
        table = csv.writer(vs, lineterminator="\n")
        table.writerow(["graph", "measure", "vertex", "value"])
        for name, first, g in two_mode_graphs():
            for u, v in sorted((min(e), max(e)) for e in g.edges):
                edges.writerow([name, g.order(), first, u, v])
            for measure, v, value in two_mode_values(g, set(range(first))):
                table.writerow([name, measure, v, repr(value)])


main()
