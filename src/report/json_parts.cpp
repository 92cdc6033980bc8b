#include "report/json_parts.hpp"

namespace capnet::detail {

source_list::source_list(const snapshot& net, std::size_t most) : most_{most} {
  for (const source& s : net.sources()) {
    if (sources_.size() == most_) break;
    places_.emplace(s.id, sources_.size());
    boost::json::object one;
    put_text(one, "id", s.id);
    put_text(one, "title", s.title, 400);
    put_text(one, "publisher", s.publisher);
    put_date(one, "date", s.day);
    if (s.url.size() <= 2'000) put_text(one, "url", s.url, 2'000);  // a part of an address leads nowhere
    sources_.push_back(std::move(one));
  }
}

std::optional<std::size_t> source_list::find(std::string_view id) {
  const auto [at, added] = places_.try_emplace(std::string{id}, sources_.size());
  if (!added) return at->second;
  if (sources_.size() == most_) {
    places_.erase(at);
    return std::nullopt;
  }
  sources_.push_back(boost::json::object{{"id", clipped(id)}});  // cited, but not listed among the sources
  return at->second;
}

}  // namespace capnet::detail
