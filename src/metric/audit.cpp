#include <capnet/metric/audit.hpp>

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>
#include <unordered_set>

#include <capnet/core/text.hpp>

#include "metric/audit_context.hpp"
#include "metric/audit_words.hpp"

namespace capnet {

std::vector<finding> audit(const snapshot& net) {
  const detail::audit_context context{net};
  std::vector<finding> found;
  detail::audit_shares(context, found);
  detail::audit_series(context, found);
  detail::audit_units(context, found);
  detail::audit_statements(context, found);
  detail::audit_figures(context, found);
  detail::audit_rows(context, found);
  // By code, first figure and order of finding; not std::stable_sort, which libstdc++ 12 warns about under clang.
  std::vector<std::size_t> order(found.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t k) {
    const finding& f = found[k];
    return std::tuple{std::string_view{f.code},
                      f.figures.empty() ? std::string_view{} : std::string_view{f.figures.front()}, k};
  });
  std::vector<finding> sorted;
  sorted.reserve(found.size());
  for (const std::size_t k : order) sorted.push_back(std::move(found[k]));
  return sorted;
}

namespace detail {

audit_context::audit_context(const snapshot& net) : net_{&net} {
  for (const figure& f : net.figures()) subjects_.push_back(f.subject.empty() ? std::nullopt : net.find(f.subject));
  for (figure_index f = 0; f < size(); ++f) {
    if (!subjects_[f] || !firm_count(f)) continue;
    std::optional<figure_index>& largest = counts_[{*subjects_[f], at(f).unit}][at(f).day];
    if (!largest || *firm_count(f) > *firm_count(*largest)) largest = f;
  }
  for (const relation_index part : net.schema().relations_with(relation_traits::part)) {
    net.layer(part).for_each([&](std::uint32_t, const dated_tie& uv) {
      if (uv.when.status != status::held) return;
      wholes_[uv.source].push_back(uv.target);
      parts_[uv.target].push_back(uv.source);
    });
  }
}

std::optional<std::int64_t> audit_context::firm_count(figure_index f) const {
  const figure& reported = at(f);
  if (!firm(f) || reported.kind != figure_kind::count || !reported.value || reported.value->mantissa < 0)
    return std::nullopt;
  if (reported.value->decimals < 0 || reported.value->decimals > rounded_share::max_decimals) return std::nullopt;
  std::int64_t number = reported.value->mantissa;
  for (int d = 0; d < reported.value->decimals; ++d) {
    if (number % 10 != 0) return std::nullopt;
    number /= 10;
  }
  return number;
}

std::optional<figure_index> audit_context::largest_count(vertex_ref v, const std::string& unit,
                                                         const std::optional<partial_date>& day) const {
  const auto counts = counts_.find({v, unit});
  if (counts == counts_.end()) return std::nullopt;
  std::optional<figure_index> largest;
  counts->second.overlapping(day, [&](const std::optional<figure_index>& f) {
    compared();
    if (!largest || *firm_count(*f) > *firm_count(*largest) ||
        (*firm_count(*f) == *firm_count(*largest) && *f < *largest))
      largest = f;
  });
  return largest;
}

std::vector<vertex_ref> audit_context::closure(vertex_ref start,
                                               const std::function<const std::vector<vertex_ref>&(vertex_ref)>& step) {
  std::vector<vertex_ref> reached{start};
  std::unordered_set<vertex_ref> seen{start};
  for (std::size_t at = 0; at < reached.size(); ++at) {
    for (const vertex_ref next : step(reached[at])) {
      if (seen.insert(next).second) reached.push_back(next);
    }
  }
  return reached;
}

std::string audit_context::sentence(vertex_ref source, std::string_view relation, vertex_ref target) const {
  std::string verb = shown(relation);
  std::ranges::replace(verb, '_', ' ');
  return name(source) + " " + verb + " " + name(target);
}
std::string audit_context::sentence_ja(vertex_ref source, std::string_view relation, vertex_ref target) const {
  return name_ja(source) + "から" + name_ja(target) + "への「" + shown(relation) + "」";
}

std::string audit_context::place(const origin& where) const {
  std::string_view file = net_->file_of(where);
  if (const std::size_t slash = file.rfind('/'); slash != std::string_view::npos) file.remove_prefix(slash + 1);
  return file.empty() ? std::string{} : shown(file) + ":" + std::to_string(where.line);
}

finding audit_context::about(std::string_view code, severity how, const std::vector<figure_index>& figures) const {
  finding found{.code = std::string{code}, .severity = how};
  std::unordered_set<vertex_ref> named;
  std::set<std::string> cited;
  for (const figure_index f : figures) {
    found.figures.push_back(at(f).id);
    if (const auto v = subject(f); v && named.insert(*v).second) found.vertices.push_back(net_->key(*v));
    for_each_listed(at(f).cite, [&](std::string_view id) { cited.emplace(id); });
  }
  found.cite.assign(cited.begin(), cited.end());
  return found;
}

void audit_context::add_cite(finding& found, std::string_view ids) {
  for_each_listed(ids, [&](std::string_view id) {
    const auto place = std::ranges::lower_bound(found.cite, id);
    if (place == found.cite.end() || *place != id) found.cite.emplace(place, id);
  });
}

void audit_context::add_list(finding& found, std::string name, count_range numbers) {
  std::vector<std::int64_t> list = listed(numbers);
  const bool cut = numbers.size() > static_cast<std::int64_t>(list.size());
  found.fields.emplace_back(name, std::move(list));
  if (cut)
    found.fields.emplace_back(name + "_total",
                              numbers.bounded() ? finding_value{numbers.size()} : finding_value{nullptr});
}

}  // namespace detail
}  // namespace capnet
