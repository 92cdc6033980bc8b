#pragma once
/// All that a network says, as text: two networks are the same if their texts are.
#include <algorithm>
#include <sstream>
#include <string>
#include <type_traits>

#include <capnet/network/builder.hpp>

namespace capnet {

inline std::ostream& operator<<(std::ostream& out, const std::vector<attribute>& attributes) {
  std::vector<attribute> by_name = attributes;  // texts and columns come from two places
  std::ranges::sort(by_name);
  for (const auto& [name, value] : by_name) out << ' ' << name << '=' << value;
  return out;
}

/// Attributes of a kind or relation, but built-in ones as they are built in.
template <class Owner>
void describe_attributes(std::ostream& out, const schema& all, Owner owner) {
  static const schema built_in;
  const auto known = [&] {
    if constexpr (std::is_same_v<Owner, kind_index>)
      return built_in.find_kind(all.name(owner));
    else
      return built_in.find_relation(all.relation(owner).name);
  }();
  for (const attribute_info& a : all.attributes(owner)) {
    const auto same = known ? built_in.attributes(*known) : std::vector<attribute_info>{};
    if (std::ranges::find(same, a) != same.end()) continue;
    out << "  attribute " << a.name << ' ' << to_string(a.type) << ' ' << a.unit << '|' << to_string(a.meaning) << '|'
        << a.description << (a.declared ? "" : "|inferred") << '\n';
  }
}

[[nodiscard]] inline std::string described(const event_log& log, bool with_attributes_declared = true) {
  std::ostringstream out;
  out.exceptions(std::ios::badbit);  // else it goes on where memory fails
  auto optional = [](const auto& value) { return value ? std::to_string(*value) : std::string{"-"}; };
  auto number = [](const std::optional<decimal>& d) {
    return d ? std::to_string(d->mantissa) + 'e' + std::to_string(d->decimals) : std::string{"-"};
  };
  auto day = [](const std::optional<partial_date>& d) { return d ? to_string(*d) : std::string{"-"}; };
  auto vertex = [&](vertex_ref v) { return log.schema.name(v.kind) + '#' + std::to_string(v.value); };
  for (const std::string& name : log.schema.sector_names()) out << "sector " << name << '\n';
  for (std::size_t k = 0; k < log.vertices.size(); ++k) {
    const auto kind = static_cast<kind_index>(k);
    out << "kind " << log.schema.name(kind) << ' ' << log.vertices[k].size();
    if (const auto parent = log.schema.parent(kind)) out << " is " << log.schema.name(*parent);
    out << '\n';
    if (with_attributes_declared) describe_attributes(out, log.schema, kind);
    for (const auto& [key, p] : log.vertices[k]) {
      out << key << '|' << p.name << '|' << p.name_en << '|' << log.schema.name(p.sector) << '|' << p.region << '|'
          << optional(p.size) << '|' << to_string(p.existence.begin) << '|' << to_string(p.existence.end) << '|'
          << to_string(p.status) << '|' << p.cite << '|' << p.attributes << '|' << p.where.file << ':' << p.where.line;
      for (const std::string& alias : p.aliases) out << "|alias " << alias;
      out << '\n';
    }
  }
  for (const relation_info& info : log.schema.all_relations()) {
    out << "relation " << info.name << (info.directed ? " directed " : " undirected ")
        << tie_nature_names[static_cast<std::size_t>(info.nature)];
    for (const kind_index k : info.source_kinds) out << " from " << log.schema.name(k);
    for (const kind_index k : info.target_kinds) out << " to " << log.schema.name(k);
    if (static const schema built_in; !built_in.find_relation(info.name) && info.traits != relation_traits::none)
      out << " traits " << static_cast<int>(info.traits);
    out << '\n';
    if (with_attributes_declared) describe_attributes(out, log.schema, *log.schema.find_relation(info.name));
    for (const tie_record& uv : log.ties[static_cast<std::size_t>(*log.schema.find_relation(info.name))]) {
      const tie_properties& p = uv.properties;
      out << vertex(uv.source) << ' ' << vertex(uv.target) << '|' << to_string(p.active.begin) << '|'
          << to_string(p.active.end) << '|' << to_string(p.status) << '|' << optional(p.weight) << '|'
          << day(p.recorded) << '|' << p.role << '|' << p.cite << '|' << p.attributes << '|' << p.where.file << ':'
          << p.where.line << (uv.retracted ? "|retracted\n" : "\n");
    }
  }
  for (const auto& [v, attribute, from, value, cite] : log.changes) {
    out << "change " << vertex(v) << ' ';
    if (attribute != "sector") out << attribute << ' ';
    out << to_string(from) << ' ' << value << (cite.empty() ? "" : "|" + cite) << '\n';
  }
  for (const figure& f : log.figures) {
    out << "figure " << f.id << '|' << f.subject << '|' << f.survey << '|' << f.label << '|' << to_string(f.kind) << '|'
        << number(f.value) << '|' << f.unit << '|' << optional(f.numerator) << '|' << optional(f.denominator) << '|'
        << number(f.rounding) << '|' << f.approximate << '|' << day(f.day) << '|' << f.series << '|'
        << to_string(f.status) << '|' << f.cite << '|' << f.attributes << '\n';
  }
  for (const source& s : log.sources)
    out << "source " << s.id << '|' << s.title << '|' << s.publisher << '|' << day(s.day) << '|' << s.url << '|'
        << s.attributes << '\n';
  for (const std::string& file : log.files) out << "file " << file << '\n';
  return out.str();
}
[[nodiscard]] inline std::string described(const snapshot& net) { return described(net.to_log()); }

}  // namespace capnet
