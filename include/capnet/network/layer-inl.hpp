#pragma once
/// Definitions of layer.hpp: see core/config.hpp.
#include <algorithm>

#include <capnet/core/config.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/network/details.hpp>
#include <capnet/network/layer.hpp>

namespace capnet {

CAPNET_INLINE std::size_t adjacency::memory() const {
  std::size_t bytes = (offsets.size() + neighbors.size() + rows.size() + touched.size()) * 4 +
                      (weights.size() + filter.size()) * 8 + times.memory();
  for (const attribute_column& values : attributes) bytes += values.memory();
  return bytes;
}

CAPNET_INLINE layer::layer() : layer{relation_index{}, true} {}
CAPNET_INLINE layer::layer(relation_index relation, bool directed)
    : relation_{relation}, directed_{directed}, known_{std::make_shared<const detail::vocabulary>()} {}

CAPNET_INLINE const layer::retracted_tie* layer::find_retracted(std::uint32_t row) const {
  const auto found = std::lower_bound(retracted_.begin(), retracted_.end(), row,
                                      [](const retracted_tie& a, std::uint32_t b) { return a.row < b; });
  return found != retracted_.end() && found->row == row ? &*found : nullptr;
}
CAPNET_INLINE void layer::refuse_slice() {
  detail::refuse_with({"a row of ties ends outside its column; expected a file that was not tampered with"});
}

CAPNET_INLINE bool layer::weighted() const {
  return std::any_of(blocks_.begin(), blocks_.end(), [](const auto& block) { return !block->out.weights.empty(); });
}

CAPNET_INLINE const adjacency& layer::out() const {
  detail::expect(!extended(),
                 "ties were added to this relation since its arrays were laid out; expected a network "
                 "as snapshot::compacted() gives it");
  return base().out;
}

CAPNET_INLINE dated_tie layer::tie(std::uint32_t row) const {
  detail::expect(row < rows(), "there is no tie in row ", row, "; expected one of the ", rows(), " of this relation");
  return tie_in(row);
}

CAPNET_INLINE tie_record layer::record(std::uint32_t row) const {
  if (const retracted_tie* gone = retracted(row)) return gone->tie;
  const dated_tie uv = tie(row);
  const tie_block& block = block_of(row);
  tie_record full{.source = uv.source,
                  .target = uv.target,
                  .properties = {.active = uv.when.when(), .status = uv.when.status, .weight = uv.weight}};
  detail::decode(block.details[row - block.first_row], full.properties, known_->names);
  for_each_cell(row, [&](attribute_index k, attribute_cell cell) {
    detail::append_value(full.properties.attributes, attributes()[static_cast<std::size_t>(k)], cell, known_->words);
  });
  return full;
}

CAPNET_INLINE const std::vector<attribute_info>& layer::attributes() const {
  static const std::vector<attribute_info> none;
  const auto r = static_cast<std::size_t>(relation_);
  return r < known_->ties.size() ? known_->ties[r] : none;
}

CAPNET_INLINE bool layer::has(attribute_index k) const {
  return std::any_of(blocks_.begin(), blocks_.end(),
                     [&](const auto& block) { return block->out.attribute(k) != nullptr; });
}

CAPNET_INLINE std::optional<attribute_value> layer::value(std::uint32_t row, attribute_index k) const {
  detail::expect(row < rows(), "there is no tie in row ", row, "; expected one of the ", rows(), " of this relation");
  const auto& info = detail::one_of(attributes(), k, "attribute");
  if (is_retracted(row)) return std::nullopt;
  const tie_block& block = block_of(row);
  const attribute_column* const values = block.out.attribute(k);
  if (values == nullptr) return std::nullopt;
  return detail::value_of_cell(info.type, (*values)[place_in(block, row)], known_->words);
}

CAPNET_INLINE std::string_view layer::details(std::uint32_t row) const {
  const tie_block& block = block_of(row);
  return block.details[row - block.first_row];
}

CAPNET_INLINE std::size_t layer::memory() const {
  std::size_t bytes = 0;
  for (const auto& block : blocks_) bytes += block->out.memory() + block->in.memory();
  return bytes;
}

CAPNET_INLINE std::size_t layer::cold_memory() const {
  std::size_t bytes = 0;
  for (const auto& block : blocks_) bytes += block->places.size() * 4 + block->details.memory();
  return bytes;
}

CAPNET_INLINE const tie_block& layer::base() const {
  static const tie_block nothing{.out = {.offsets = std::vector<std::int32_t>(1, 0)},
                                 .in = {.offsets = std::vector<std::int32_t>(1, 0)}};
  return blocks_.empty() ? nothing : *blocks_.front();
}

CAPNET_INLINE dated_tie layer::dated(const tie_record& uv) {
  return {uv.source, uv.target, {uv.properties.active, uv.properties.status}, uv.properties.weight};
}

CAPNET_INLINE dated_tie layer::tie_in(std::uint32_t row) const {
  if (const retracted_tie* gone = retracted(row)) return dated(gone->tie);
  const tie_block& block = block_of(row);
  return tie_at(block.out, place_in(block, row));
}

CAPNET_INLINE dated_tie layer::tie_at(const adjacency& side, std::size_t at) const {
  const auto offsets = side.offsets.all();
  if (at >= side.neighbors.size())
    detail::refuse_with({"a tie lies outside its column; expected a file that was not tampered with"});
  const auto after = std::upper_bound(offsets.begin(), offsets.end(), static_cast<std::int32_t>(at));
  const auto k = static_cast<std::int32_t>(after - offsets.begin() - 1);
  const std::int32_t p = side.touched.empty() ? k : side.touched[static_cast<std::size_t>(k)];
  return {sources_.at(p), targets_.at(side.neighbors[at]), side.times[at], known(side.weight(at))};
}

}  // namespace capnet
