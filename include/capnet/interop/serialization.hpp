#pragma once
/// Saves and loads a network with Boost.Serialization: for your own state and checkpoints.
///
/// Trusted input only. A forged archive of a few bytes can ask for gigabytes or stop the program, whatever is checked
/// here; networks from others travel as data folders. What is loaded is recorded again through a builder, so a damaged
/// row is an input_error and not a broken network, and kinds, relations and sectors are matched by name, so that a
/// later version may number its own anew.
///
///     boost::archive::text_oarchive{file} << net;      // net: a snapshot or an event_log
///     boost::archive::text_iarchive{file} >> net;
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/serialization/nvp.hpp>
#include <boost/serialization/split_free.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/utility.hpp>
#include <boost/serialization/vector.hpp>
#include <boost/serialization/version.hpp>

#include <capnet/core/error.hpp>
#include <capnet/network/attribute_cells.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/network/details.hpp>
#include <capnet/network/event_log.hpp>
#include <capnet/network/snapshot.hpp>

BOOST_CLASS_VERSION(capnet::event_log, 2)

namespace capnet {
namespace detail {

/// Number of the archives' form; a newer one is refused.
inline constexpr unsigned archive_version = 2;

template <class Archive, class T>
void field(Archive& archive, const char* name, T& value) {
  archive& boost::serialization::make_nvp(name, value);
}
template <class Archive>
void field(Archive& archive, const char* name, date& day) {
  std::int64_t days = day.time_since_epoch().count();
  field(archive, name, days);
  if (days < unbounded_past.time_since_epoch().count() || days > unbounded_future.time_since_epoch().count()) {
    throw input_error{"an archive has a date of " + std::to_string(days) +
                      " days after 1970; expected one of the calendar"};
  }
  day = date{std::chrono::days{static_cast<std::chrono::days::rep>(days)}};
}
template <class Archive, class Enum>
void enum_field(Archive& archive, const char* name, Enum& value, std::size_t count) {
  auto number = static_cast<std::uint32_t>(value);
  field(archive, name, number);
  if (number >= count) {
    throw input_error{"an archive has " + std::string{name} + " " + std::to_string(number) +
                      "; expected a number below " + std::to_string(count)};
  }
  value = static_cast<Enum>(number);
}
/// Empty stays empty: presence first, then the value if there is one.
template <class Archive, class T>
void optional_field(Archive& archive, const char* name, std::optional<T>& value) {
  bool known = value.has_value();
  field(archive, "known", known);
  if (!known) return value.reset();
  T some = value.value_or(T{});
  field(archive, name, some);
  value = some;
}

/// Writes or reads the fields of a list (network/details.hpp).
template <class Archive>
struct archive_codec {
  Archive& archive;
  template <class T>
  void operator()(const char* name, T& value) {
    field(archive, name, value);
  }
  template <class T>
  void operator()(const char* name, std::optional<T>& value) {
    optional_field(archive, name, value);
  }
  void operator()(const char* name, status& value) { enum_field(archive, name, value, status_names.size()); }
  void operator()(const char* name, figure_kind& value) { enum_field(archive, name, value, figure_kind_names.size()); }
  void operator()(const char* name, value_type& value) { enum_field(archive, name, value, value_type_names.size()); }
  void operator()(const char* name, meaning& value) { enum_field(archive, name, value, meaning_names.size()); }
};

}  // namespace detail

template <class Archive>
void serialize(Archive& archive, partial_date& day, unsigned) {
  detail::field(archive, "earliest", day.earliest);
  detail::field(archive, "latest", day.latest);
  if (day.latest < day.earliest)
    throw input_error{"an archive has a date whose earliest day is after its latest; expected it not to be"};
}
template <class Archive>
void serialize(Archive& archive, spell& when, unsigned) {
  detail::field(archive, "begin", when.begin);
  detail::field(archive, "end", when.end);
}
template <class Archive>
void serialize(Archive& archive, origin& where, unsigned) {
  detail::field(archive, "file", where.file);
  detail::field(archive, "line", where.line);
}
template <class Archive>
void serialize(Archive& archive, decimal& number, unsigned) {
  detail::field(archive, "mantissa", number.mantissa);
  detail::field(archive, "decimals", number.decimals);
}
template <class Archive>
void serialize(Archive& archive, vertex_ref& v, unsigned) {
  detail::enum_field(archive, "kind", v.kind, 0x10000);
  detail::field(archive, "number", v.value);
}
template <class Archive>
void serialize(Archive& archive, attribute_value& value, unsigned) {
  value_type type = value.type();
  detail::enum_field(archive, "type", type, value_type_names.size());
  if (type == value_type::integer) {
    const auto* const known = value.get_if<std::int64_t>();
    std::int64_t whole = known != nullptr ? *known : 0;
    detail::field(archive, "value", whole);
    value = whole;
  } else if (type == value_type::date) {
    const auto* const known = value.get_if<partial_date>();
    partial_date day = known != nullptr ? *known : partial_date{};
    detail::field(archive, "value", day);
    value = day;
  } else {
    std::string text = value.text();
    detail::field(archive, "value", text);
    const auto typed = detail::as_type(type, attribute_value{std::move(text)});
    if (!typed) throw input_error{"an archive has a value that is not of its type; expected one that is"};
    value = *typed;
  }
}
template <class Archive>
void serialize(Archive& archive, attribute_info& info, unsigned) {
  detail::archive_codec<Archive> codec{archive};
  detail::each_field(codec, info);
}
template <class Archive>
void serialize(Archive& archive, vertex_record& v, unsigned) {
  vertex_properties& p = v.properties;
  detail::archive_codec<Archive> codec{archive};
  detail::field(archive, "key", v.key);
  detail::enum_field(archive, "sector", p.sector, 0x100);
  detail::field(archive, "region", p.region);
  detail::field(archive, "existence", p.existence);
  codec("status", p.status);
  detail::each_field(codec, p);
}
template <class Archive>
void serialize(Archive& archive, tie_record& uv, unsigned) {
  tie_properties& p = uv.properties;
  detail::archive_codec<Archive> codec{archive};
  detail::field(archive, "source", uv.source);
  detail::field(archive, "target", uv.target);
  detail::field(archive, "active", p.active);
  codec("status", p.status);
  codec("weight", p.weight);
  detail::each_field(codec, p);
  detail::field(archive, "retracted", uv.retracted);
}
template <class Archive>
void serialize(Archive& archive, change_record& change, unsigned) {
  detail::archive_codec<Archive> codec{archive};
  detail::field(archive, "vertex", change.vertex);
  detail::each_field(codec, change);
}
template <class Archive>
void serialize(Archive& archive, figure& f, unsigned) {
  detail::archive_codec<Archive> codec{archive};
  detail::each_field(codec, f);
}
template <class Archive>
void serialize(Archive& archive, source& s, unsigned) {
  detail::archive_codec<Archive> codec{archive};
  detail::each_field(codec, s);
}
template <class Archive>
void serialize(Archive& archive, relation_info& info, unsigned) {
  detail::field(archive, "name", info.name);
  for (auto* const side : {&info.source_kinds, &info.target_kinds}) {
    std::vector<std::uint16_t> numbers;
    for (const kind_index k : *side) numbers.push_back(static_cast<std::uint16_t>(k));
    detail::field(archive, "kinds", numbers);
    side->clear();
    for (const std::uint16_t k : numbers) side->push_back(static_cast<kind_index>(k));
  }
  detail::field(archive, "directed", info.directed);
  detail::enum_field(archive, "nature", info.nature, tie_nature_names.size());
  detail::enum_field(archive, "traits", info.traits, std::size_t{1} << relation_trait_names.size());
}

namespace detail {

/// An event log as it stands in an archive: the schema by name, and rows whose numbers refer to these lists.
struct archived_log {
  std::vector<std::string> kinds{};
  std::vector<std::uint16_t> parents{};  ///< [kind]: one more than the number of what it is one of; 0: of its own
  std::vector<std::string> sectors{};
  std::vector<relation_info> relations{};
  std::vector<std::vector<attribute_info>> kind_attributes{};      ///< [kind]; those of schema()
  std::vector<std::vector<attribute_info>> relation_attributes{};  ///< [relation]
  std::vector<std::vector<vertex_record>> vertices{};
  std::vector<std::vector<tie_record>> ties{};
  std::vector<change_record> changes{};
  std::vector<figure> figures{};
  std::vector<source> sources{};
  std::vector<std::string> files{};

  /// Records everything anew, in the order of the rows, so that ids and tie rows stay. Throws input_error.
  [[nodiscard]] event_log replay() && {
    capnet::schema schema;
    std::vector<kind_index> kind_of;
    std::vector<capnet::sector> sector_of;
    std::vector<relation_index> relation_of;
    const auto kind = [&](kind_index archived) { return renumbered(kind_of, archived, "kind"); };
    const auto sector = [&](capnet::sector archived) { return renumbered(sector_of, archived, "sector"); };
    const auto end = [&](vertex_ref v) { return vertex_ref{kind(v.kind), v.value}; };

    for (std::size_t k = 0; k < kinds.size(); ++k) {
      const unsigned parent = k < parents.size() ? parents[k] : 0;
      const auto above = parent > 0 ? std::optional{kind(static_cast<kind_index>(parent - 1))} : std::nullopt;
      kind_of.push_back(schema.add_kind(kinds[k], above));
    }
    for (const std::string& name : sectors) sector_of.push_back(schema.add_sector(name));
    for (relation_info& info : relations) {
      for (auto* const side : {&info.source_kinds, &info.target_kinds}) {
        for (kind_index& k : *side) k = kind(k);
      }
      relation_of.push_back(schema.add_relation(std::move(info)));
    }
    const auto declare = [&](const auto& owners, auto& lists) {
      if (lists.size() > owners.size())
        throw input_error{
            "an archive has attributes of more kinds or relations than it names; expected a name for each"};
      // From the last one on, so that a kind has its own list before it inherits what it has already.
      for (std::size_t owner = lists.size(); owner-- > 0;) {
        for (attribute_info& info : lists[owner]) schema.add_attribute(owners[owner], std::move(info));
      }
    };
    declare(kind_of, kind_attributes);
    declare(relation_of, relation_attributes);
    if (vertices.size() > kinds.size() || ties.size() > relation_of.size()) {
      throw input_error{"an archive has rows of more kinds or relations than it names; expected a name for each"};
    }
    builder net{std::move(schema)};
    for (std::size_t k = 0; k < vertices.size(); ++k) {
      for (vertex_record& v : vertices[k]) {
        v.properties.sector = sector(v.properties.sector);
        net.add_vertex(kind_of[k], v.key, std::move(v.properties));
      }
    }
    for (std::size_t r = 0; r < ties.size(); ++r) {
      for (tie_record& uv : ties[r]) {
        const tie_ref tie = net.add_tie(relation_of[r], end(uv.source), end(uv.target), std::move(uv.properties));
        if (uv.retracted) net.retract(tie);
      }
    }
    for (change_record& change : changes) {
      change.vertex = end(change.vertex);
      net.change_attribute(std::move(change));
    }
    for (figure& f : figures) net.add_figure(std::move(f));
    for (source& s : sources) net.add_source(std::move(s));
    for (std::string& file : files) net.add_file(std::move(file));
    return net.freeze().to_log();
  }

  template <class Index>
  static Index renumbered(const std::vector<Index>& table, Index archived, const char* what) {
    if (static_cast<std::size_t>(archived) < table.size()) return table[static_cast<std::size_t>(archived)];
    throw input_error{"an archive has " + std::string{what} + " " + std::to_string(static_cast<unsigned>(archived)) +
                      "; expected a number below " + std::to_string(table.size())};
  }
};

/// The lists in their order in an archive.
template <class Archive>
void list_fields(Archive& archive, auto& kinds, auto& parents, auto& sectors, auto& relations, auto& kind_attributes,
                 auto& relation_attributes, auto& vertices, auto& ties, auto& changes, auto& figures, auto& sources,
                 auto& files) {
  field(archive, "kinds", kinds);
  field(archive, "parents", parents);
  field(archive, "sectors", sectors);
  field(archive, "relations", relations);
  field(archive, "kind_attributes", kind_attributes);
  field(archive, "relation_attributes", relation_attributes);
  field(archive, "vertices", vertices);
  field(archive, "ties", ties);
  field(archive, "changes", changes);
  field(archive, "figures", figures);
  field(archive, "sources", sources);
  field(archive, "files", files);
}

}  // namespace detail

template <class Archive>
void save(Archive& archive, const event_log& log, unsigned) {
  std::vector<std::vector<attribute_info>> of_kinds, of_relations;
  std::vector<std::uint16_t> parents;
  for (std::size_t k = 0; k < log.schema.kind_count(); ++k) {
    const auto kind = static_cast<kind_index>(k);
    of_kinds.push_back(log.schema.attributes(kind));
    const auto parent = log.schema.parent(kind);
    parents.push_back(static_cast<std::uint16_t>(parent ? 1 + static_cast<unsigned>(*parent) : 0));
  }
  for (std::size_t r = 0; r < log.schema.relation_count(); ++r)
    of_relations.push_back(log.schema.attributes(static_cast<relation_index>(r)));
  std::vector<relation_info> relations = log.schema.all_relations();
  const capnet::schema built_in;
  for (relation_info& info : relations) {  // of built-in ones readers know their traits, and readers of before not all
    if (built_in.find_relation(info.name)) info.traits = relation_traits::none;
  }
  detail::list_fields(archive, log.schema.kind_names(), parents, log.schema.sector_names(), relations, of_kinds,
                      of_relations, log.vertices, log.ties, log.changes, log.figures, log.sources, log.files);
}
/// Throws input_error for another version's archive or a row that a builder refuses; `log` is as it was then.
template <class Archive>
void load(Archive& archive, event_log& log, unsigned version) {
  if (version != detail::archive_version) {
    throw input_error{"the archive has form " + std::to_string(version) + "; this version reads form " +
                      std::to_string(detail::archive_version)};
  }
  detail::archived_log rows;
  detail::list_fields(archive, rows.kinds, rows.parents, rows.sectors, rows.relations, rows.kind_attributes,
                      rows.relation_attributes, rows.vertices, rows.ties, rows.changes, rows.figures, rows.sources,
                      rows.files);
  log = std::move(rows).replay();
}
template <class Archive>
void serialize(Archive& archive, event_log& log, unsigned version) {
  boost::serialization::split_free(archive, log, version);
}

/// A snapshot is its log, frozen again.
template <class Archive>
void save(Archive& archive, const snapshot& net, unsigned) {
  const event_log log = net.to_log();
  detail::field(archive, "log", log);
}
template <class Archive>
void load(Archive& archive, snapshot& net, unsigned) {
  event_log log;
  detail::field(archive, "log", log);
  net = snapshot{log};
}
template <class Archive>
void serialize(Archive& archive, snapshot& net, unsigned version) {
  boost::serialization::split_free(archive, net, version);
}

}  // namespace capnet
