#pragma once
/// Makes layers: as a whole from recorded ties, or by adding some to a layer. Not interface: see builder.hpp.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>
#include <capnet/network/freeze.hpp>
#include <capnet/network/layer.hpp>
#include <capnet/network/recorded.hpp>
#include <capnet/network/tie_columns.hpp>
#include <capnet/network/tie_input.hpp>

namespace capnet {

class layer_builder {
 public:
  using words_known = std::shared_ptr<const detail::vocabulary>;

  /// The whole layer of a relation. With `renumber`, rows get new numbers, in the order in which ties lie: takes 8
  /// bytes a tie less. Time O(n + m log(degree)), space: the layer and 20 bytes a tie.
  static layer freeze(relation_index relation, const relation_info& info, endpoint_domain sources,
                      endpoint_domain targets, const tie_input& input, const words_known& known, bool renumber,
                      const block_runner& run) {
    if (input.size() > 0x3FFFFFFF)
      detail::refuse_with({"relation ", quote(info.name), " has over 1,073,741,823 ties; expected at most that many"});
    layer made{relation, info.directed};
    auto block = std::make_shared<tie_block>();
    block->row_count = static_cast<std::uint32_t>(input.size());
    const std::size_t n = static_cast<std::size_t>(sources.size());
    const content what = look_at(input, run);
    const std::uint64_t arcs = std::uint64_t{input.size()} * (info.directed ? 1 : 2);
    const direction forward = info.directed ? direction::forward : direction::both;
    std::vector<std::uint32_t> places;
    renumber = renumber && info.directed && input.has_no_details();
    std::vector<std::uint32_t> rows = fill(block->out, n, arcs, forward, input, what, run);
    if (renumber) {
      places.resize(input.size());
      for (std::size_t at = 0; at < rows.size(); ++at) places[rows[at]] = static_cast<std::uint32_t>(at);
      rows = {};
    } else if (!info.directed || !in_order(rows)) {
      block->places = places_of(block->out, rows, 0, input.size(), run, input);
      block->out.rows = std::move(rows);
    }
    if (info.directed) {
      std::vector<std::uint32_t> back =
          fill(block->in, static_cast<std::size_t>(targets.size()), arcs, direction::backward, input, what, run);
      if (renumber) {
        for (std::uint32_t& row : back) row = places[row];
      }
      block->in.rows = std::move(back);
    }
    if (!input.has_no_details()) {
      bytes_writer details;
      for (std::size_t row = 0; row < input.size(); ++row) details.add(input.details(row));
      block->details = std::move(details).finish();
    }
    made.known_ = known;
    made.retracted_ = input.retracted(*known);
    made.sources_ = std::move(sources);
    made.targets_ = std::move(targets);
    if (block->row_count > 0) made.blocks_.push_back(std::move(block));
    return made;
  }

  /// A layer out of arrays that were checked, such as a file's.
  static layer assemble(relation_index relation, bool directed, endpoint_domain sources, endpoint_domain targets,
                        std::shared_ptr<const tie_block> block, std::vector<layer::retracted_tie> retracted,
                        const words_known& known) {
    layer made{relation, directed};
    made.known_ = known;
    made.sources_ = std::move(sources);
    made.targets_ = std::move(targets);
    made.retracted_ = std::move(retracted);
    if (block->row_count > 0) made.blocks_.push_back(std::move(block));
    return made;
  }

  /// The layer with more ties, and without those that are retracted now; shares what is old. The old rows of the
  /// vertices that are touched are written anew: time O(ties added + their ends' degrees), amortized O(log) times that,
  /// since small blocks are merged.
  static layer extend(const layer& old, endpoint_domain sources, endpoint_domain targets, const detail::tie_rows& added,
                      std::span<const std::uint32_t> retracted, const words_known& known) {
    layer made = old;
    made.known_ = known;
    made.sources_ = std::move(sources);
    made.targets_ = std::move(targets);
    if (added.size() == 0 && retracted.empty()) return made;
    const std::uint32_t first = old.rows();
    made.retracted_ = with_retracted(old, retracted);
    for (const std::uint32_t k : added.retracted)
      made.retracted_.push_back({first + k, added.record(k, *known, made.attributes())});
    auto block = std::make_shared<tie_block>();
    block->first_row = first;
    block->row_count = static_cast<std::uint32_t>(added.size());
    if (old.blocks_.empty()) made.blocks_.push_back(empty_base());
    bytes_writer details;
    for (std::size_t k = 0; k < added.size(); ++k) details.add(added.said.details[k]);
    block->details = std::move(details).finish();
    std::vector<arc> out, in;
    auto enter = [&](std::int32_t u, std::int32_t v, std::uint32_t row) {
      out.push_back({u, v, row});
      if (old.directed())
        in.push_back({v, u, row});
      else if (u != v)
        out.push_back({v, u, row});
    };
    for (std::size_t k = 0; k < added.size(); ++k) {
      const detail::tie_rows::row& uv = added.rows[k];
      if (!added.is_retracted(k))
        enter(made.sources_.position(uv.source), made.targets_.position(uv.target),
              first + static_cast<std::uint32_t>(k));
    }
    std::vector<std::int32_t> out_touched, in_touched;
    for (const std::uint32_t row : retracted) {
      const dated_tie uv = old.tie(row);
      out_touched.push_back(made.sources_.position(uv.source));
      (old.directed() ? in_touched : out_touched).push_back(made.targets_.position(uv.target));
    }
    const row_lookup lookup{old, first, &added};
    block->out = rewrite(made, old, &tie_block::out, std::move(out), std::move(out_touched), lookup);
    if (old.directed()) block->in = rewrite(made, old, &tie_block::in, std::move(in), std::move(in_touched), lookup);
    find_places(*block, made.sources_, lookup);
    made.blocks_.push_back(std::move(block));
    merge_blocks(made);
    return made;
  }

 private:
  struct arc {
    std::int32_t from, to;
    std::uint32_t row;
    friend bool operator<(const arc& a, const arc& b) {
      return a.from != b.from ? a.from < b.from : a.to != b.to ? a.to < b.to : a.row < b.row;
    }
  };
  static constexpr std::size_t chunk = std::size_t{1} << 18;
  enum class direction { forward, backward, both };
  /// The arcs of the ties of a chunk, in the order of their rows, a few at a time.
  class arc_reader {
   public:
    arc_reader(const tie_input& input, direction way, std::size_t c)
        : input_{input}, way_{way}, next_{c * chunk}, last_{std::min(input.size(), (c + 1) * chunk)} {}
    /// Empty at the end.
    std::span<const tie_input::placed> read() {
      const std::span<tie_input::placed> all{arcs_};
      if (way_ != direction::both) return all.first(input_.read(next_, last_, all, way_ == direction::backward));
      // Ties into the second half, from where each becomes one arc or two: what is written stays before what is read.
      const std::size_t half = all.size() / 2, count = input_.read(next_, last_, all.last(half), false);
      std::size_t made = 0;
      for (std::size_t k = 0; k < count; ++k) {
        const tie_input::placed uv = all[half + k];
        all[made++] = uv;
        if (uv.from != uv.to) all[made++] = {uv.to, uv.from, uv.row};
      }
      return all.first(made);
    }

   private:
    const tie_input& input_;
    direction way_;
    std::size_t next_, last_;
    std::array<tie_input::placed, 256> arcs_;
  };
  /// Rows of a layer, and behind them some that were recorded since, if any.
  struct row_lookup {
    const layer& old;
    std::uint32_t first;  ///< of those recorded since
    const detail::tie_rows* added;

    [[nodiscard]] vertex_ref source(std::uint32_t row) const {
      return row < first ? old.tie(row).source : added->rows[row - first].source;
    }
    [[nodiscard]] dated_tie tie(std::uint32_t row) const {
      if (row < first) return old.tie(row);
      const detail::tie_rows::row& uv = added->rows[row - first];
      return {uv.source, uv.target, uv.when, layer::known(uv.weight)};
    }
    template <class Visit>
    void for_each_cell(std::uint32_t row, const Visit& visit) const {
      if (row < first)
        old.for_each_cell(row, visit);
      else
        detail::for_each_cell(added->said.cells[row - first], visit);
    }
  };
  static void order_once(std::vector<std::int32_t>& positions) {
    std::sort(positions.begin(), positions.end());
    positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  }
  /// What is retracted of a layer, these rows too. Pre: they are ascending, and were not.
  static std::vector<layer::retracted_tie> with_retracted(const layer& old, std::span<const std::uint32_t> more) {
    std::vector<layer::retracted_tie> all;
    all.reserve(old.retracted_.size() + more.size());
    std::size_t k = 0;
    for (const layer::retracted_tie& was : old.retracted_) {
      for (; k < more.size() && more[k] < was.row; ++k) all.push_back({more[k], old.record(more[k])});
      all.push_back(was);
    }
    for (; k < more.size(); ++k) all.push_back({more[k], old.record(more[k])});
    return all;
  }
  /// Which columns ties need: what some of them say.
  struct content {
    time_shape shape{};
    bool weighted = false;
    std::vector<unsigned char> attributes{};  ///< [attribute_index]: whether; may be shorter

    void see(attribute_index k) {
      const auto at = static_cast<std::size_t>(k);
      if (at >= attributes.size()) attributes.resize(at + 1);
      attributes[at] = 1;
    }
    void see(const content& other) {
      shape.see(other.shape);
      weighted = weighted || other.weighted;
      for (std::size_t k = 0; k < other.attributes.size(); ++k) {
        if (other.attributes[k] != 0) see(static_cast<attribute_index>(k));
      }
    }
    [[nodiscard]] std::vector<attribute_writer> writers(const std::vector<attribute_info>& infos,
                                                        std::size_t rows) const {
      std::vector<attribute_writer> made;
      for (std::size_t k = 0; k < attributes.size(); ++k)
        made.emplace_back(infos[k].type, attributes[k] != 0 ? rows : 0);
      return made;
    }
  };
  static std::vector<attribute_column> finished(std::vector<attribute_writer> writers) {
    std::vector<attribute_column> columns;
    for (attribute_writer& writer : writers) columns.push_back(std::move(writer).finish());
    return columns;
  }
  static content look_at(const tie_input& input, const block_runner& run) {
    const std::size_t chunks = input.size() / chunk + 1;
    std::vector<content> parts(chunks);
    run(chunks, [&](std::size_t c) {
      content seen;
      for (std::size_t row = c * chunk; row < std::min(input.size(), (c + 1) * chunk); ++row) {
        seen.shape.see(input.when(row));
        seen.weighted = seen.weighted || !std::isnan(input.weight(row));
        if (!input.has_cells()) continue;
        input.for_each_cell(row, [&](attribute_index k, attribute_cell) { seen.see(k); });
      }
      parts[c] = std::move(seen);
    });
    content all;
    for (const content& part : parts) all.see(part);
    return all;
  }

  /// Fills one direction: arcs in buckets by their beginning, then row by row. Returns the rows of the ties, beside the
  /// neighbors.
  static std::vector<std::uint32_t> fill(adjacency& side, std::size_t n, std::uint64_t most_arcs, direction way,
                                         const tie_input& input, const content& what, const block_runner& run) {
    if (most_arcs > 0x7FFFFFFF)
      detail::refuse_with({"a relation has over 2,147,483,647 entries; expected at most that many"});
    unsigned shift = 0;
    while ((n >> shift) > 2'048) ++shift;
    const std::size_t buckets = (n >> shift) + 1;
    const std::size_t chunks = input.size() / chunk + 1;
    std::vector<std::vector<std::uint32_t>> next(chunks);
    run(chunks, [&](std::size_t c) {
      next[c].assign(buckets, 0);
      arc_reader some{input, way, c};
      std::vector<std::uint32_t>& counts = next[c];
      for (auto arcs = some.read(); !arcs.empty(); arcs = some.read()) {
        for (const auto& uv : arcs) ++counts[static_cast<std::size_t>(uv.from) >> shift];
      }
    });
    std::vector<std::uint32_t> begin(buckets + 1);
    std::uint32_t total = 0;
    for (std::size_t b = 0; b < buckets; ++b) {
      begin[b] = total;
      for (std::size_t c = 0; c < chunks; ++c) total += std::exchange(next[c][b], total);
    }
    begin[buckets] = total;
    std::vector<std::uint32_t> from(total);
    std::vector<std::uint64_t> key(total);  // neighbor, row
    run(chunks, [&](std::size_t c) {
      arc_reader some{input, way, c};
      std::vector<std::uint32_t>& places = next[c];
      for (auto arcs = some.read(); !arcs.empty(); arcs = some.read()) {
        for (const auto& uv : arcs) {
          const std::uint32_t at = places[static_cast<std::size_t>(uv.from) >> shift]++;
          from[at] = static_cast<std::uint32_t>(uv.from);
          key[at] = std::uint64_t{static_cast<std::uint32_t>(uv.to)} << 32 | uv.row;
        }
      }
    });
    std::vector<std::int32_t> offsets(n + 1);
    std::vector<std::int32_t> neighbors(total);
    std::vector<std::uint32_t> tie_rows(total);
    std::vector<double> weights(what.weighted ? total : 0);
    time_writer times{what.shape, total};
    std::vector<attribute_writer> attributes = what.writers(input.attributes(), total);
    offsets[n] = static_cast<std::int32_t>(total);
    run(buckets, [&](std::size_t b) {
      const std::size_t first = b << shift, last = std::min(n, (b + 1) << shift);
      if (first >= last) return;
      std::vector<std::uint32_t> place(last - first + 1, 0);
      for (std::uint32_t at = begin[b]; at < begin[b + 1]; ++at) ++place[from[at] - first + 1];
      for (std::size_t k = 1; k < place.size(); ++k) place[k] += place[k - 1];
      for (std::size_t u = first; u < last; ++u) offsets[u] = static_cast<std::int32_t>(begin[b] + place[u - first]);
      std::vector<std::uint64_t> sorted(begin[b + 1] - begin[b]);
      for (std::uint32_t at = begin[b]; at < begin[b + 1]; ++at) sorted[place[from[at] - first]++] = key[at];
      std::uint32_t row_begin = 0;
      for (std::size_t u = first; u < last; ++u) {
        const std::uint32_t row_end = place[u - first];
        std::sort(sorted.begin() + row_begin, sorted.begin() + row_end);
        row_begin = row_end;
      }
      for (std::size_t k = 0; k < sorted.size(); ++k) {
        const std::size_t at = begin[b] + k;
        const auto row = static_cast<std::uint32_t>(sorted[k]);
        neighbors[at] = static_cast<std::int32_t>(sorted[k] >> 32);
        tie_rows[at] = row;
        times.put(at, input.when(row));
        if (what.weighted) weights[at] = input.weight(row);
        if (!attributes.empty()) {
          input.for_each_cell(row, [&](attribute_index of, attribute_cell cell) {
            attributes[static_cast<std::size_t>(of)].put(at, cell);
          });
        }
      }
    });
    side.offsets = std::move(offsets);
    side.neighbors = std::move(neighbors);
    side.times = std::move(times).finish();
    side.weights = std::move(weights);
    side.attributes = finished(std::move(attributes));
    return tie_rows;
  }

  static bool in_order(const std::vector<std::uint32_t>& rows) {
    for (std::size_t at = 0; at < rows.size(); ++at) {
      if (rows[at] != at) return false;
    }
    return true;
  }
  /// By row, where the tie lies in `out`: in its source's row, not its target's.
  static std::vector<std::uint32_t> places_of(const adjacency& out, const std::vector<std::uint32_t>& rows,
                                              std::uint32_t first, std::size_t count, const block_runner& run,
                                              const tie_input& input) {
    std::vector<std::int32_t> source(count, -1);
    run(count / chunk + 1, [&](std::size_t c) {
      arc_reader some{input, direction::forward, c};
      for (auto arcs = some.read(); !arcs.empty(); arcs = some.read()) {
        for (const auto& uv : arcs) source[uv.row] = uv.from;
      }
    });
    std::vector<std::uint32_t> places(count);
    const auto offsets = out.offsets.all();
    for (std::size_t p = 0; p + 1 < offsets.size(); ++p) {
      for (auto at = static_cast<std::size_t>(offsets[p]); at < static_cast<std::size_t>(offsets[p + 1]); ++at) {
        const std::uint32_t row = rows[at] - first;
        if (source[row] == static_cast<std::int32_t>(p)) places[row] = static_cast<std::uint32_t>(at);
      }
    }
    return places;
  }

  /// The rows of what is touched, complete: what they were in `old`, without what is retracted now, with `added`.
  static adjacency rewrite(const layer& made, const layer& old, adjacency tie_block::* which, std::vector<arc> added,
                           std::vector<std::int32_t> touched, const row_lookup& lookup) {
    for (const arc& uv : added) touched.push_back(uv.from);
    order_once(touched);
    for (const std::int32_t p : touched) {
      const layer::row_range was = old.row_of(which, p);
      for (std::size_t at = was.first; at < was.last; ++at) {
        const std::uint32_t row = was.side->row(at);
        if (!made.is_retracted(row)) added.push_back({p, was.side->neighbors[at], row});
      }
    }
    std::sort(added.begin(), added.end());
    return write(added, std::move(touched), made.attributes(), lookup);
  }
  /// Pre: arcs sorted; `touched` are the positions that have a row, ascending.
  static adjacency write(const std::vector<arc>& arcs, std::vector<std::int32_t> touched,
                         const std::vector<attribute_info>& infos, const row_lookup& lookup) {
    struct value {
      std::size_t at;
      attribute_index attribute;
      attribute_cell cell;
    };
    content what;
    std::vector<dated_tie> ties;
    std::vector<value> values;
    ties.reserve(arcs.size());
    for (const arc& uv : arcs) {
      lookup.for_each_cell(uv.row, [&](attribute_index k, attribute_cell cell) {
        what.see(k);
        values.push_back({ties.size(), k, cell});
      });
      ties.push_back(lookup.tie(uv.row));
      what.shape.see(ties.back().when);
      what.weighted = what.weighted || ties.back().weight.has_value();
    }
    std::vector<attribute_writer> attributes = what.writers(infos, arcs.size());
    for (const value& v : values) attributes[static_cast<std::size_t>(v.attribute)].put(v.at, v.cell);
    std::vector<std::int32_t> offsets, neighbors;
    std::vector<std::uint32_t> rows;
    std::vector<double> weights;
    time_writer times{what.shape, arcs.size()};
    std::size_t at = 0;
    for (const std::int32_t p : touched) {
      offsets.push_back(static_cast<std::int32_t>(at));
      for (; at < arcs.size() && arcs[at].from == p; ++at) {
        neighbors.push_back(arcs[at].to);
        rows.push_back(arcs[at].row);
        times.put(at, ties[at].when);
        if (what.weighted) weights.push_back(ties[at].weight.value_or(std::numeric_limits<double>::quiet_NaN()));
      }
    }
    offsets.push_back(static_cast<std::int32_t>(at));
    std::size_t words = 1;
    while (words * 4 < touched.size()) words *= 2;  // 16 bits for each
    std::vector<std::uint64_t> filter(words);
    for (const std::int32_t p : touched) {
      const std::uint64_t bit = adjacency::hash(p) & (words * 64 - 1);
      filter[bit / 64] |= std::uint64_t{1} << (bit % 64);
    }
    adjacency side;
    side.offsets = std::move(offsets);
    side.neighbors = std::move(neighbors);
    side.rows = std::move(rows);
    side.times = std::move(times).finish();
    side.weights = std::move(weights);
    side.attributes = finished(std::move(attributes));
    side.touched = std::move(touched);
    side.filter = std::move(filter);
    return side;
  }
  /// By row of the block, where it lies in `out`: in the row of its source.
  static void find_places(tie_block& block, const endpoint_domain& sources, const row_lookup& lookup) {
    std::vector<std::uint32_t> places(block.row_count);
    for (std::size_t k = 0; k < block.out.touched.size(); ++k) {
      for (auto at = static_cast<std::size_t>(block.out.offsets[k]);
           at < static_cast<std::size_t>(block.out.offsets[k + 1]); ++at) {
        const std::uint32_t row = block.out.row(at);
        if (row < block.first_row || row - block.first_row >= block.row_count) continue;
        if (sources.position(lookup.source(row)) != block.out.touched[k]) continue;
        places[row - block.first_row] = static_cast<std::uint32_t>(at);
      }
    }
    block.places = std::move(places);
  }
  static std::shared_ptr<const tie_block> empty_base() {
    auto block = std::make_shared<tie_block>();
    block->out.offsets = std::vector<std::int32_t>(1, 0);
    block->in.offsets = std::vector<std::int32_t>(1, 0);
    return block;
  }

  /// Merges the last two additions while the later is at least half as large: so there are at most about log2 of them.
  static void merge_blocks(layer& made) {
    auto size = [](const tie_block& b) {
      return b.out.neighbors.size() + b.in.neighbors.size() + b.out.touched.size() + b.in.touched.size();
    };
    while (made.blocks_.size() > 2 && 2 * size(*made.blocks_.back()) >= size(*made.blocks_[made.blocks_.size() - 2])) {
      const tie_block& a = *made.blocks_[made.blocks_.size() - 2];
      const tie_block& b = *made.blocks_.back();
      auto block = std::make_shared<tie_block>();
      block->first_row = a.first_row;
      block->row_count = a.row_count + b.row_count;
      bytes_writer details;
      for (const tie_block* part : {&a, &b}) {
        for (std::uint32_t k = 0; k < part->row_count; ++k) details.add(part->details[k]);
      }
      block->details = std::move(details).finish();
      const row_lookup lookup{made, made.rows(), nullptr};
      for (adjacency tie_block::* which : {&tie_block::out, &tie_block::in}) {
        std::vector<std::int32_t> touched;
        for (const std::int32_t p : (a.*which).touched.all()) touched.push_back(p);
        for (const std::int32_t p : (b.*which).touched.all()) touched.push_back(p);
        order_once(touched);
        std::vector<arc> arcs;
        for (const std::int32_t p : touched) {
          const layer::row_range row = made.row_of(which, p);
          for (std::size_t at = row.first; at < row.last; ++at)
            arcs.push_back({p, row.side->neighbors[at], row.side->row(at)});
        }
        if (!touched.empty()) (*block).*which = write(arcs, std::move(touched), made.attributes(), lookup);
      }
      find_places(*block, made.sources_, lookup);
      made.blocks_.pop_back();
      made.blocks_.pop_back();
      made.blocks_.push_back(std::move(block));
    }
  }
};

}  // namespace capnet
