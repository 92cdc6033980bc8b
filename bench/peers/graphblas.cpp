/// SuiteSparse:GraphBLAS, as packaged, with the published algorithms of LAGraph (Mattson et al. 2019; Szarnyas et al.
/// 2021), whose package Debian lacks. Patterns are iso-valued, results full or bitmap where that is faster, lazy work
/// is finished under the clock.
extern "C" {
#include <GraphBLAS.h>
}

#include <cstdlib>
#include <stdexcept>
#include <unordered_map>

#include "peers.hpp"

namespace capnet::bench {
namespace {

void check(GrB_Info info) {
  if (info != GrB_SUCCESS && info != GrB_NO_VALUE)
    throw std::runtime_error{"GraphBLAS answered " + std::to_string(info)};
}

/// Owns a matrix or vector.
template <class Handle, GrB_Info (*Free)(Handle*)>
class owned {
 public:
  owned() = default;
  owned(owned&& other) noexcept : handle_{std::exchange(other.handle_, nullptr)} {}
  owned& operator=(owned&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~owned() { clear(); }
  void clear() {
    if (handle_ != nullptr) Free(&handle_);
    handle_ = nullptr;
  }
  Handle* out() {
    clear();
    return &handle_;
  }
  Handle* in() { return &handle_; }
  operator Handle() const { return handle_; }  // NOLINT: it stands for the handle

 private:
  Handle handle_ = nullptr;
};
using matrix = owned<GrB_Matrix, GrB_Matrix_free>;
using vector = owned<GrB_Vector, GrB_Vector_free>;

matrix new_matrix(GrB_Type type, GrB_Index rows, GrB_Index columns) {
  matrix made;
  check(GrB_Matrix_new(made.out(), type, rows, columns));
  return made;
}
vector new_vector(GrB_Type type, GrB_Index n) {
  vector made;
  check(GrB_Vector_new(made.out(), type, n));
  return made;
}

/// The pattern of given rows, iso-valued true.
template <class Row>
matrix pattern(std::uint32_t order, std::size_t most, const Row& row) {
  auto* p = static_cast<GrB_Index*>(std::malloc((std::size_t{order} + 1) * sizeof(GrB_Index)));
  auto* j = static_cast<GrB_Index*>(std::malloc(std::max<std::size_t>(most, 1) * sizeof(GrB_Index)));
  auto* x = static_cast<bool*>(std::malloc(sizeof(bool)));
  *x = true;
  p[0] = 0;
  for (std::uint32_t u = 0; u < order; ++u) p[u + 1] = row(u, j, p[u]);
  matrix made = new_matrix(GrB_BOOL, order, order);
  void* values = x;
  check(GxB_Matrix_pack_CSR(made, &p, &j, &values, (std::size_t{order} + 1) * sizeof(GrB_Index),
                            std::max<std::size_t>(most, 1) * sizeof(GrB_Index), sizeof(bool), true, false, nullptr));
  return made;
}

/// The values of a full vector as an array, for as long as this lives.
template <class T>
class opened {
 public:
  opened(GrB_Vector v, GrB_Index n) : vector_{v}, n_{n} {
    void* values = nullptr;
    check(GxB_Vector_unpack_Full(v, &values, &bytes_, &iso_, nullptr));
    data = static_cast<T*>(values);
    if (!iso_) return;
    T* all = static_cast<T*>(std::malloc(n * sizeof(T)));
    std::fill(all, all + n, data[0]);
    std::free(data);
    data = all;
    bytes_ = n * sizeof(T);
    iso_ = false;
  }
  opened(const opened&) = delete;
  opened& operator=(const opened&) = delete;
  ~opened() {
    void* values = data;
    GxB_Vector_pack_Full(vector_, &values, bytes_, iso_, nullptr);
  }
  T* data = nullptr;

 private:
  GrB_Vector vector_;
  GrB_Index n_;
  GrB_Index bytes_ = 0;
  bool iso_ = false;
};

template <class T>
struct real_type;
template <>
struct real_type<float> {
  static GrB_Type type() { return GrB_FP32; }
  static GrB_BinaryOp divide() { return GrB_DIV_FP32; }
  static GrB_BinaryOp plus() { return GrB_PLUS_FP32; }
  static GrB_BinaryOp times() { return GrB_TIMES_FP32; }
  static GrB_Monoid sum() { return GrB_PLUS_MONOID_FP32; }
  static GrB_Semiring plus_second() { return GxB_PLUS_SECOND_FP32; }
  static GrB_Semiring plus_first() { return GxB_PLUS_FIRST_FP32; }
  static GrB_Info fill(GrB_Vector v, float x, GrB_Index n) {
    return GrB_Vector_assign_FP32(v, nullptr, nullptr, x, GrB_ALL, n, nullptr);
  }
  static GrB_Info fill(GrB_Matrix c, float x, GrB_Index m, GrB_Index n) {
    return GrB_Matrix_assign_FP32(c, nullptr, nullptr, x, GrB_ALL, m, GrB_ALL, n, nullptr);
  }
  static GrB_Info read(float& x, GrB_Vector v, GrB_Index at) { return GrB_Vector_extractElement_FP32(&x, v, at); }
  static GrB_Info set(GrB_Matrix c, float x, GrB_Index i, GrB_Index j) {
    return GrB_Matrix_setElement_FP32(c, x, i, j);
  }
};
template <>
struct real_type<double> {
  static GrB_Type type() { return GrB_FP64; }
  static GrB_BinaryOp divide() { return GrB_DIV_FP64; }
  static GrB_BinaryOp plus() { return GrB_PLUS_FP64; }
  static GrB_BinaryOp times() { return GrB_TIMES_FP64; }
  static GrB_Monoid sum() { return GrB_PLUS_MONOID_FP64; }
  static GrB_Semiring plus_second() { return GxB_PLUS_SECOND_FP64; }
  static GrB_Semiring plus_first() { return GxB_PLUS_FIRST_FP64; }
  static GrB_Info fill(GrB_Vector v, double x, GrB_Index n) {
    return GrB_Vector_assign_FP64(v, nullptr, nullptr, x, GrB_ALL, n, nullptr);
  }
  static GrB_Info fill(GrB_Matrix c, double x, GrB_Index m, GrB_Index n) {
    return GrB_Matrix_assign_FP64(c, nullptr, nullptr, x, GrB_ALL, m, GrB_ALL, n, nullptr);
  }
  static GrB_Info read(double& x, GrB_Vector v, GrB_Index at) { return GrB_Vector_extractElement_FP64(&x, v, at); }
  static GrB_Info set(GrB_Matrix c, double x, GrB_Index i, GrB_Index j) {
    return GrB_Matrix_setElement_FP64(c, x, i, j);
  }
};

class graphblas final : public library {
 public:
  graphblas() { check(GrB_init(GrB_NONBLOCKING)); }
  std::string name() const override { return "GraphBLAS"; }
  std::string version() const override {
    return std::to_string(GxB_IMPLEMENTATION_MAJOR) + "." + std::to_string(GxB_IMPLEMENTATION_MINOR) + "." +
           std::to_string(GxB_IMPLEMENTATION_SUB);
  }
  bool parallel(kernel) const override { return true; }
  void forget() override { adjacency_.clear(); }

  task prepare(kernel k, const dataset& data, unsigned threads) override {
    task made;
    switch (k) {
      case kernel::build:
        made = build(data);
        break;
      case kernel::bfs:
        made = bfs(data);
        break;
      case kernel::pagerank_fp32:
        made = pagerank<float>(data);
        break;
      case kernel::pagerank_fp64:
        made = pagerank<double>(data);
        break;
      case kernel::components:
        made = components(data);
        break;
      case kernel::triangles:
        made = triangles(data);
        break;
      case kernel::betweenness_fp32:
        made = betweenness<float>(data);
        break;
      case kernel::betweenness_fp64:
        made = betweenness<double>(data);
        break;
      case kernel::product_fp32:
        made = product(data, 1);
        break;
      case kernel::product8_fp32:
        made = product(data, 8);
        break;
      default:
        return {};
    }
    return {[run = std::move(made.run), threads] {
              check(GxB_Global_Option_set(GxB_GLOBAL_NTHREADS, static_cast<int>(threads)));
              run();
            },
            std::move(made.result), std::move(made.clear)};
  }

 private:
  GrB_Matrix adjacency(const dataset& data) {
    if (adjacency_ == nullptr) {
      adjacency_ = pattern(data.order, data.columns.size(), [&](std::uint32_t u, GrB_Index* j, GrB_Index at) {
        for (const std::uint32_t v : data.row(u)) j[at++] = v;
        return at;
      });
    }
    return adjacency_;
  }

  /// GxB_Matrix_build_Scalar of both directions; its kind of tuples, without loops, are made outside the clock, in its
  /// favor.
  task build(const dataset& data) {
    struct state {
      std::vector<GrB_Index> rows{}, columns{};
      matrix made{};
    };
    auto s = std::make_shared<state>();
    for (std::size_t e = 0; e < data.raw_sources.size(); ++e) {
      const std::uint32_t u = data.raw_sources[e];
      const std::uint32_t v = data.raw_targets[e];
      if (u == v) continue;
      s->rows.insert(s->rows.end(), {u, v});
      s->columns.insert(s->columns.end(), {v, u});
    }
    return {[s, &data] {
              s->made = new_matrix(GrB_BOOL, data.order, data.order);
              GrB_Scalar one = nullptr;
              check(GrB_Scalar_new(&one, GrB_BOOL));
              check(GrB_Scalar_setElement_BOOL(one, true));
              check(GxB_Matrix_build_Scalar(s->made, s->rows.data(), s->columns.data(), one, s->rows.size()));
              check(GrB_Matrix_wait(s->made, GrB_MATERIALIZE));
              GrB_Scalar_free(&one);
            },
            [s, &data] {
              GrB_Index *p = nullptr, *j = nullptr;
              void* x = nullptr;
              GrB_Index p_bytes = 0, j_bytes = 0, x_bytes = 0;
              bool iso = false;
              check(GxB_Matrix_unpack_CSR(s->made, &p, &j, &x, &p_bytes, &j_bytes, &x_bytes, &iso, nullptr, nullptr));
              answer a;
              a.hash(std::span{p, std::size_t{data.order} + 1});
              a.hash(std::span{j, p[data.order]});
              std::free(p);
              std::free(j);
              std::free(x);
              s->made.clear();
              return a;
            },
            [s] { s->made.clear(); }};
  }

  /// Levels, push or pull by LAGraph's rule (LAGr_BreadthFirstSearch; Beamer, Asanovic & Patterson 2012).
  task bfs(const dataset& data) {
    GrB_Matrix adjacent = adjacency(data);
    struct state {
      vector degree{};
      std::vector<vector> level{};
    };
    auto s = std::make_shared<state>();
    s->degree = new_vector(GrB_INT64, data.order);
    for (std::uint32_t u = 0; u < data.order; ++u) check(GrB_Vector_setElement_INT64(s->degree, data.degree(u), u));
    check(GrB_Vector_wait(s->degree, GrB_MATERIALIZE));
    s->level.resize(data.search_sources.size());
    return {[s, adjacent, &data] {
              for (std::size_t at = 0; at < s->level.size(); ++at)
                s->level[at] = levels(adjacent, s->degree, data, data.search_sources[at]);
            },
            [s, &data] {
              answer a;
              for (const vector& level : s->level) {
                std::vector<GrB_Index> where(data.order);
                std::vector<std::int32_t> depth(data.order);
                GrB_Index count = data.order;
                check(GrB_Vector_extractTuples_INT32(where.data(), depth.data(), &count, level));
                std::vector<std::uint32_t> distance(data.order, no_path);
                for (GrB_Index k = 0; k < count; ++k) distance[where[k]] = static_cast<std::uint32_t>(depth[k]);
                a.hash(distance);
              }
              return a;
            }};
  }
  static vector levels(GrB_Matrix adjacent, GrB_Vector degree, const dataset& data, GrB_Index source) {
    const GrB_Index n = data.order;
    vector level = new_vector(GrB_INT32, n);
    vector frontier = new_vector(GrB_BOOL, n);
    vector work = new_vector(GrB_INT64, n);
    check(GxB_Vector_Option_set(level, GxB_SPARSITY_CONTROL, GxB_BITMAP + GxB_FULL));
    check(GrB_Vector_setElement_INT32(level, 0, source));
    check(GrB_Vector_setElement_BOOL(frontier, true, source));
    auto unexplored = static_cast<std::int64_t>(data.columns.size());
    GrB_Index size = 1;
    GrB_Index last = 0;
    bool push = true;
    bool pulled = false;
    bool choose = true;
    GrB_Index visited = 1;
    for (std::int32_t depth = 1; visited < n; ++depth) {
      if (choose && push) {
        const bool growing = size > last;
        if (pulled) {
          push = !(growing && size > n / 8);
        } else if (unexplored < static_cast<std::int64_t>(n)) {
          choose = false;
        } else {
          check(GrB_Vector_assign(work, frontier, nullptr, degree, GrB_ALL, n, GrB_DESC_RS));
          std::int64_t arcs = 0;
          check(GrB_Vector_reduce_INT64(&arcs, nullptr, GrB_PLUS_MONOID_INT64, work, nullptr));
          unexplored -= arcs;
          push = !(growing && arcs > unexplored / 8);
        }
      } else if (choose) {
        push = size < last && size <= n / 512;
      }
      pulled = pulled || !push;
      check(GxB_Vector_Option_set(frontier, GxB_SPARSITY_CONTROL, push ? GxB_SPARSE : GxB_BITMAP));
      check(push ? GrB_vxm(frontier, level, nullptr, GxB_ANY_PAIR_BOOL, frontier, adjacent, GrB_DESC_RSC)
                 : GrB_mxv(frontier, level, nullptr, GxB_ANY_PAIR_BOOL, adjacent, frontier, GrB_DESC_RSC));
      last = size;
      check(GrB_Vector_nvals(&size, frontier));
      if (size == 0) break;
      visited += size;
      check(GrB_Vector_assign_INT32(level, frontier, nullptr, depth, GrB_ALL, n, GrB_DESC_S));
    }
    check(GrB_Vector_wait(level, GrB_MATERIALIZE));
    return level;
  }

  /// LAGr_PageRank, without its test for convergence; isolated vertices have one score, so one is read to pass on all.
  /// In its favor.
  template <class Real>
  task pagerank(const dataset& data) {
    using real = real_type<Real>;
    GrB_Matrix adjacent = adjacency(data);
    struct state {
      vector degree{}, score{};
    };
    auto s = std::make_shared<state>();
    s->degree = new_vector(real::type(), data.order);
    check(real::fill(s->degree, Real{1}, data.order));
    {
      const opened<Real> degree{s->degree, data.order};
      for (std::uint32_t u = 0; u < data.order; ++u)
        degree.data[u] = static_cast<Real>(std::max(1u, data.degree(u)) / .85);
    }
    std::vector<std::uint32_t> isolated;
    for (std::uint32_t v = 0; v < data.order; ++v) {
      if (data.degree(v) == 0) isolated.push_back(v);
    }
    return {
        [s, adjacent, &data, count = isolated.size(), one = isolated.empty() ? 0 : isolated.front()] {
          const GrB_Index n = data.order;
          s->score = new_vector(real::type(), n);
          vector before = new_vector(real::type(), n);
          vector passed = new_vector(real::type(), n);
          check(real::fill(s->score, static_cast<Real>(1.0 / static_cast<double>(n)), n));
          for (int iteration = 0; iteration < pagerank_iterations<Real>; ++iteration) {
            std::swap(before, s->score);
            check(GrB_Vector_eWiseMult_BinaryOp(passed, nullptr, nullptr, real::divide(), before, s->degree, nullptr));
            Real lost = 0;
            if (count != 0) check(real::read(lost, before, one));
            check(
                real::fill(s->score,
                           static_cast<Real>((1 - .85 + .85 * static_cast<double>(lost) * static_cast<double>(count)) /
                                             static_cast<double>(n)),
                           n));
            check(GrB_mxv(s->score, nullptr, real::plus(), real::plus_second(), adjacent, passed, nullptr));
          }
          check(GrB_Vector_wait(s->score, GrB_MATERIALIZE));
        },
        [s, &data] {
          answer a;
          const opened<Real> score{s->score, data.order};
          a.scores(std::span{score.data, data.order});
          return a;
        }};
  }

  /// FastSV (Zhang, Azad & Hu 2020) with the sampling of LAGraph's version 6: first on four neighbors of each vertex,
  /// then on what lies outside the largest component. Products by GraphBLAS; hooking and shortcuts on the opened
  /// vectors, which costs nothing.
  task components(const dataset& data) {
    GrB_Matrix adjacent = adjacency(data);
    auto parent = std::make_shared<vector>();
    return {
        [parent, adjacent, &data] {
          const std::uint32_t n = data.order;
          *parent = new_vector(GrB_UINT32, n);
          check(GrB_Vector_assign_UINT32(*parent, nullptr, nullptr, 0, GrB_ALL, n, nullptr));
          {
            const opened<std::uint32_t> f{*parent, n};
            for (std::uint32_t u = 0; u < n; ++u) f.data[u] = u;
          }
          const matrix sampled = pattern(n, 4 * std::size_t{n}, [&](std::uint32_t u, GrB_Index* j, GrB_Index at) {
            const auto row = data.row(u);
            for (std::size_t k = 0; k < std::min<std::size_t>(4, row.size()); ++k) j[at++] = row[k];
            return at;
          });
          fast_sv(sampled, *parent, n);
          std::vector<std::uint32_t> label(n);
          {
            const opened<std::uint32_t> f{*parent, n};
            std::copy(f.data, f.data + n, label.begin());
          }
          std::unordered_map<std::uint32_t, std::uint32_t> seen;
          std::uint32_t giant = 0;
          for (std::uint32_t k = 0; k < 864; ++k) {
            const std::uint32_t l = label[static_cast<std::uint32_t>(std::uint64_t{k} * 2654435761u % n)];
            if (++seen[l] > seen[giant]) giant = l;
          }
          std::size_t arcs = 0;
          std::vector<std::uint32_t> touching;
          for (std::uint32_t u = 0; u < n; ++u) {
            if (label[u] == giant || data.degree(u) == 0) continue;
            arcs += data.degree(u);
            if (std::any_of(data.row(u).begin(), data.row(u).end(), [&](std::uint32_t v) { return label[v] == giant; }))
              touching.push_back(u);
          }
          const matrix rest = pattern(n, arcs + touching.size(), [&](std::uint32_t u, GrB_Index* j, GrB_Index at) {
            if (u == giant) {
              for (const std::uint32_t v : touching) j[at++] = v;
            } else if (label[u] != giant) {
              for (const std::uint32_t v : data.row(u)) j[at++] = v;
            }
            return at;
          });
          if (arcs != 0) fast_sv(rest, *parent, n);
        },
        [parent, &data] {
          answer a;
          const opened<std::uint32_t> f{*parent, data.order};
          a.classes(std::span{f.data, data.order}, data.order);
          return a;
        }};
  }
  static void fast_sv(GrB_Matrix graph, GrB_Vector parent, std::uint32_t n) {
    vector grandparent;
    vector least;
    check(GrB_Vector_dup(grandparent.out(), parent));
    check(GrB_Vector_dup(least.out(), parent));
    for (bool changed = true; changed;) {
      check(GrB_mxv(least, nullptr, GrB_MIN_UINT32, GrB_MIN_SECOND_SEMIRING_UINT32, graph, grandparent, nullptr));
      const opened<std::uint32_t> f{parent, n};
      const opened<std::uint32_t> g{grandparent, n};
      const opened<std::uint32_t> m{least, n};
      for (std::uint32_t u = 0; u < n; ++u) {  // stochastic hooking: f[f[u]], with the parents of before
        std::uint32_t& root = f.data[f.data[u]];
        root = std::min(root, m.data[u]);
      }
      for (std::uint32_t u = 0; u < n; ++u)
        f.data[u] = std::min({f.data[u], m.data[u], g.data[u]});  // aggressive hooking, shortcut
      changed = false;
      for (std::uint32_t u = 0; u < n; ++u) {
        const std::uint32_t next = f.data[f.data[u]];
        changed = changed || next != g.data[u];
        g.data[u] = next;
      }
    }
  }

  /// LAGr_TriangleCount, method Sandia_LL, after sorting by descending degree: C<L> = L * L, summed. On these
  /// graphs 3.5 times faster than its default, Sandia_LUT.
  task triangles(const dataset& data) {
    GrB_Matrix adjacent = adjacency(data);
    auto count = std::make_shared<std::int64_t>();
    return {[count, adjacent, &data] {
              const GrB_Index n = data.order;
              std::vector<GrB_Index> order(n);
              std::vector<std::uint32_t> first(data.order + 1u, 0);  // counting sort
              for (std::uint32_t u = 0; u < n; ++u) ++first[data.degree(u) + 1];
              for (std::size_t d = 1; d < first.size(); ++d) first[d] += first[d - 1];
              for (std::uint32_t u = 0; u < n; ++u) order[n - 1 - first[data.degree(u)]++] = u;
              matrix sorted = new_matrix(GrB_BOOL, n, n);
              matrix lower = new_matrix(GrB_BOOL, n, n);
              matrix found = new_matrix(GrB_INT64, n, n);
              check(GrB_Matrix_extract(sorted, nullptr, nullptr, adjacent, order.data(), n, order.data(), n, nullptr));
              check(GrB_Matrix_select_INT64(lower, nullptr, nullptr, GrB_TRIL, sorted, -1, nullptr));
              sorted.clear();
              check(GrB_mxm(found, lower, nullptr, GxB_PLUS_PAIR_INT64, lower, lower, GrB_DESC_S));
              check(GrB_Matrix_reduce_INT64(count.get(), nullptr, GrB_PLUS_MONOID_INT64, found, nullptr));
            },
            [count] { return answer{.whole = {static_cast<std::uint64_t>(*count)}}; }};
  }

  /// LAGr_Betweenness: all batch sources at once, one row each (Buluc & Gilbert 2011), push or pull by density.
  template <class Real>
  task betweenness(const dataset& data) {
    using real = real_type<Real>;
    GrB_Matrix adjacent = adjacency(data);
    auto sum = std::make_shared<vector>();
    return {[sum, adjacent, &data] {
              const GrB_Index n = data.order;
              const GrB_Index sources = data.batch_sources.size();
              const double cells = static_cast<double>(n) * static_cast<double>(sources);
              matrix paths = new_matrix(real::type(), sources, n);
              matrix frontier = new_matrix(real::type(), sources, n);
              check(GxB_Matrix_Option_set(paths, GxB_SPARSITY_CONTROL, GxB_BITMAP + GxB_FULL));
              for (GrB_Index k = 0; k < sources; ++k) {
                check(real::set(paths, Real{1}, k, data.batch_sources[k]));
                check(real::set(frontier, Real{1}, k, data.batch_sources[k]));
              }
              check(GrB_mxm(frontier, paths, nullptr, real::plus_first(), frontier, adjacent, GrB_DESC_RSC));
              std::vector<matrix> seen;
              GrB_Index size = 0;
              GrB_Index last = 0;
              check(GrB_Matrix_nvals(&size, frontier));
              bool push = true;
              while (size != 0) {
                seen.push_back(new_matrix(GrB_BOOL, sources, n));
                check(GrB_Matrix_apply(seen.back(), nullptr, nullptr, GxB_ONE_BOOL, frontier, nullptr));
                check(GrB_Matrix_assign(paths, nullptr, real::plus(), frontier, GrB_ALL, sources, GrB_ALL, n, nullptr));
                const double density = static_cast<double>(size) / cells;
                push = size > last ? density < (push ? .10 : .06) : density < (push ? .0011 * 91 : .06);
                check(GxB_Matrix_Option_set(frontier, GxB_SPARSITY_CONTROL, push ? GxB_SPARSE : GxB_BITMAP));
                check(push ? GrB_mxm(frontier, paths, nullptr, real::plus_first(), frontier, adjacent, GrB_DESC_RSC)
                           : GrB_mxm(frontier, paths, nullptr, real::plus_first(), frontier, adjacent, GrB_DESC_RSCT1));
                last = size;
                check(GrB_Matrix_nvals(&size, frontier));
              }
              matrix dependency = new_matrix(real::type(), sources, n);
              check(real::fill(dependency, Real{1}, sources, n));
              matrix work = new_matrix(real::type(), sources, n);
              for (std::size_t depth = seen.size(); depth-- > 1;) {
                check(GrB_Matrix_eWiseMult_BinaryOp(work, seen[depth], nullptr, real::divide(), dependency, paths,
                                                    GrB_DESC_RS));
                GrB_Index w = 0;
                GrB_Index s = 0;
                check(GrB_Matrix_nvals(&w, work));
                check(GrB_Matrix_nvals(&s, seen[depth - 1]));
                const double w_to_s = static_cast<double>(w) / static_cast<double>(s);
                const double density = static_cast<double>(w) / cells;
                const bool pull = density > .1 ? w_to_s > 1 : density > .01 ? w_to_s > 10 : false;
                check(GxB_Matrix_Option_set(work, GxB_SPARSITY_CONTROL, pull ? GxB_BITMAP : GxB_SPARSE));
                check(GrB_mxm(work, seen[depth - 1], nullptr, real::plus_first(), work, adjacent,
                              pull ? GrB_DESC_RST1 : GrB_DESC_RS));
                check(GrB_Matrix_eWiseMult_BinaryOp(dependency, nullptr, real::plus(), real::times(), work, paths,
                                                    nullptr));
              }
              *sum = new_vector(real::type(), n);
              check(real::fill(*sum, -static_cast<Real>(sources), n));
              check(GrB_Matrix_reduce_Monoid(*sum, nullptr, real::plus(), real::sum(), dependency, GrB_DESC_T0));
              check(GrB_Vector_wait(*sum, GrB_MATERIALIZE));
            },
            [sum, &data] {
              const opened<Real> value{*sum, data.order};
              return answer{.real = {value.data, value.data + data.order}};
            }};
  }

  /// plus_second on the iso-valued pattern, added to a full result, which is its fastest way.
  task product(const dataset& data, std::uint32_t columns) {
    GrB_Matrix adjacent = adjacency(data);
    struct state {
      matrix x{}, y{};
      vector one_x{}, one_y{};
    };
    auto s = std::make_shared<state>();
    const GrB_Index n = data.order;
    if (columns == 1) {
      s->one_x = new_vector(GrB_FP32, n);
      s->one_y = new_vector(GrB_FP32, n);
      check(real_type<float>::fill(s->one_x, 0, n));
      const opened<float> x{s->one_x, n};
      for (std::uint32_t v = 0; v < n; ++v) x.data[v] = entry_of(v);
    } else {
      s->x = new_matrix(GrB_FP32, n, columns);
      s->y = new_matrix(GrB_FP32, n, columns);
      auto* values = static_cast<float*>(std::malloc(n * columns * sizeof(float)));
      for (std::uint32_t v = 0; v < n; ++v) {
        for (std::uint32_t c = 0; c < columns; ++c) values[std::size_t{v} * columns + c] = entry_of(v, c);
      }
      void* data_of = values;
      check(GxB_Matrix_pack_FullR(s->x, &data_of, n * columns * sizeof(float), false, nullptr));
    }
    return {[s, adjacent, n, columns] {
              if (columns == 1) {
                check(real_type<float>::fill(s->one_y, 0, n));
                check(GrB_mxv(s->one_y, nullptr, GrB_PLUS_FP32, GxB_PLUS_SECOND_FP32, adjacent, s->one_x, nullptr));
                check(GrB_Vector_wait(s->one_y, GrB_MATERIALIZE));
              } else {
                check(real_type<float>::fill(s->y, 0, n, columns));
                check(GrB_mxm(s->y, nullptr, GrB_PLUS_FP32, GxB_PLUS_SECOND_FP32, adjacent, s->x, nullptr));
                check(GrB_Matrix_wait(s->y, GrB_MATERIALIZE));
              }
            },
            [s, n, columns] {
              answer a;
              if (columns == 1) {
                const opened<float> y{s->one_y, n};
                a.hash(std::span{y.data, n});
              } else {
                void* values = nullptr;
                GrB_Index bytes = 0;
                bool iso = false;
                check(GxB_Matrix_unpack_FullR(s->y, &values, &bytes, &iso, nullptr));
                a.hash(std::span{static_cast<float*>(values), n * columns});
                std::free(values);
                s->y = new_matrix(GrB_FP32, n, columns);
              }
              return a;
            }};
  }

  matrix adjacency_{};
};

}  // namespace

std::unique_ptr<library> make_graphblas() { return std::make_unique<graphblas>(); }

}  // namespace capnet::bench
