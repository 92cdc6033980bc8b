#pragma once
/// Definitions of builder.hpp: see core/config.hpp.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <capnet/core/config.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/network/detail/builder_state.hpp>

namespace capnet {

CAPNET_INLINE builder::builder() : builder{capnet::schema{}} {}
CAPNET_INLINE builder::builder(capnet::schema schema)
    : state_{std::make_unique<detail::builder_state>(std::move(schema))} {}
CAPNET_INLINE builder::builder(snapshot base) : state_{std::make_unique<detail::builder_state>(std::move(base))} {}
CAPNET_INLINE builder::builder(const event_log& log) : state_{std::make_unique<detail::builder_state>(log)} {}
CAPNET_INLINE builder::builder(const builder& other)
    : state_{other.state_ != nullptr ? std::make_unique<detail::builder_state>(*other.state_) : nullptr} {}
CAPNET_INLINE builder::builder(builder&& other) noexcept = default;
CAPNET_INLINE builder& builder::operator=(const builder& other) { return *this = builder{other}; }
CAPNET_INLINE builder& builder::operator=(builder&& other) noexcept = default;
CAPNET_INLINE builder::~builder() = default;

CAPNET_INLINE const capnet::schema& builder::schema() const { return state_->schema(); }
CAPNET_INLINE std::optional<vertex_ref> builder::find(std::string_view key_or_alias) const {
  return state_->find(key_or_alias);
}
CAPNET_INLINE std::string builder::key(vertex_ref v) const { return state_->key(v); }
CAPNET_INLINE std::size_t builder::order(kind_index kind) const { return state_->order(kind); }
CAPNET_INLINE relation_index builder::declare(relation_info info) { return state_->declare(std::move(info)); }
CAPNET_INLINE kind_index builder::declare_kind(std::string_view name) { return state_->declare_kind(name); }
CAPNET_INLINE kind_index builder::declare_kind(std::string_view name, std::optional<kind_index> parent) {
  return state_->declare_kind(name, parent);
}
CAPNET_INLINE capnet::sector builder::declare_sector(std::string_view name) { return state_->declare_sector(name); }
CAPNET_INLINE vertex_ref builder::add_vertex(kind_index kind, std::string_view key, vertex_properties properties) {
  return state_->add_vertex(kind, key, std::move(properties));
}
CAPNET_INLINE vertex_ref builder::add_vertices(kind_index kind, vertex_columns columns) {
  return state_->add_vertices(kind, std::move(columns));
}
CAPNET_INLINE tie_ref builder::add_tie(relation_index relation, vertex_ref source, vertex_ref target,
                                       tie_properties properties) {
  return state_->add_tie(relation, source, target, std::move(properties));
}
CAPNET_INLINE tie_ref builder::add_ties(relation_index relation, tie_columns columns) {
  return state_->add_ties(relation, std::move(columns));
}
CAPNET_INLINE void builder::retract(tie_ref tie) { state_->retract(tie); }
CAPNET_INLINE void builder::change_attribute(change_record change) { state_->change_attribute(std::move(change)); }
CAPNET_INLINE void builder::change_attribute(vertex_ref v, std::string_view attribute, attribute_value value, date from,
                                             std::string cite) {
  state_->change_attribute(v, attribute, std::move(value), from, std::move(cite));
}
CAPNET_INLINE void builder::set_sector(vertex_ref v, capnet::sector sector, date from) {
  state_->set_sector(v, sector, from);
}
CAPNET_INLINE void builder::add_figure(figure reported) { state_->add_figure(std::move(reported)); }
CAPNET_INLINE void builder::add_source(source where) { state_->add_source(std::move(where)); }
CAPNET_INLINE std::uint32_t builder::add_file(std::string name) { return state_->add_file(std::move(name)); }
CAPNET_INLINE snapshot builder::freeze(const freeze_options& how) const { return state_->freeze(how); }
CAPNET_INLINE std::string builder::misfit(const relation_info& info, vertex_ref source, vertex_ref target) const {
  return state_->misfit(info, source, target);
}
CAPNET_INLINE attribute_index builder::declare_attribute(kind_index of, attribute_info info) {
  return state_->declare_attribute(of, std::move(info));
}
CAPNET_INLINE attribute_index builder::declare_attribute(relation_index of, attribute_info info) {
  return state_->declare_attribute(of, std::move(info));
}
CAPNET_INLINE kind_index builder::declare(const detail::kind_declaration& kind) { return state_->declare(kind); }
CAPNET_INLINE relation_index builder::declare(const detail::relation_declaration& relation) {
  return state_->declare(relation);
}
CAPNET_INLINE vertex_ref builder::add_vertex(const detail::kind_declaration& kind, std::string_view key,
                                             vertex_properties&& properties) {
  return state_->add_vertex(kind, key, std::move(properties));
}
CAPNET_INLINE vertex_ref builder::add_vertices(const detail::kind_declaration& kind, vertex_columns columns) {
  return state_->add_vertices(kind, std::move(columns));
}
CAPNET_INLINE tie_ref builder::add_tie(const detail::relation_declaration& relation,
                                       const detail::kind_declaration& source_kind, std::uint32_t source,
                                       const detail::kind_declaration& target_kind, std::uint32_t target,
                                       tie_properties&& properties) {
  return state_->add_tie(relation, source_kind, source, target_kind, target, std::move(properties));
}
CAPNET_INLINE tie_ref builder::add_ties(const detail::relation_declaration& relation, tie_columns columns) {
  return state_->add_ties(relation, std::move(columns));
}

}  // namespace capnet
