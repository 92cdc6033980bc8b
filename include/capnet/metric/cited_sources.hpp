#pragma once
/// The sources of many rows, without reading what else was said of them.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_set>
#include <vector>

#include <capnet/core/hash.hpp>
#include <capnet/core/text.hpp>
#include <capnet/network/details.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

namespace detail {

/// A codec (details.hpp) that passes over all fields but the cite, which it keeps where it lies.
class cite_reader {
 public:
  explicit cite_reader(std::string_view bytes, const std::vector<std::string>& names) : in_{bytes, names} {}
  [[nodiscard]] std::string_view cite() const { return cite_; }

  template <class T>
  void operator()(std::string_view name, const T& field) {
    if (done_) return;
    if constexpr (std::is_same_v<T, std::string>) {
      const std::string_view text = in_.text();
      if (name == "cite") cite_ = text, done_ = true;
    } else {
      pass(field);
    }
  }

 private:
  void pass(const std::vector<std::string>&) {
    for (std::uint64_t left = in_.number(); left > 0; --left) (void)in_.text();
  }
  void pass(const std::vector<attribute>&) {}  // stands behind the cite, as all below
  void pass(std::uint32_t) {}
  void pass(std::int64_t) { (void)in_.number(); }
  void pass(date) { (void)in_.number(); }
  void pass(const partial_date&) { (void)in_.number(), (void)in_.number(); }
  template <class T>
  void pass(const std::optional<T>&) {
    if (in_.flag()) pass(T{});
  }
  detail_reader in_;
  std::string_view cite_;
  bool done_ = false;
};

template <class Properties>
[[nodiscard]] std::string_view cite_in(std::string_view bytes, const std::vector<std::string>& names) {
  if (bytes.empty()) return {};
  static const Properties nothing{};
  cite_reader in{bytes, names};
  each_field(in, nothing);
  return in.cite();
}

}  // namespace detail

/// What a vertex or tie cites, as it was said; lives as long as the network. Pre: it is one of the network.
[[nodiscard]] inline std::string_view cite_of(const snapshot& net, vertex_ref v) {
  const vertex_table& rows = net.parts().table_of(v);
  return detail::cite_in<vertex_properties>(rows.details[v.value - rows.first], net.parts().vocabulary->names);
}
[[nodiscard]] inline std::string_view cite_of(const snapshot& net, tie_ref t) {
  return detail::cite_in<tie_properties>(net.layer(t.relation).details(t.row), net.parts().vocabulary->names);
}

/// Collects what rows cite, each source once.
class cited_sources {
 public:
  explicit cited_sources(const snapshot& net) : net_{&net} {}
  void add(vertex_ref v) { add(cite_of(*net_, v)); }
  void add(tie_ref t) { add(cite_of(*net_, t)); }
  /// The ids of sources, ascending, each once.
  [[nodiscard]] std::vector<std::string> ids() const {
    std::set<std::string> all;
    for (const std::string_view cell : cells_) for_each_listed(cell, [&](std::string_view id) { all.emplace(id); });
    return {all.begin(), all.end()};
  }

 private:
  void add(std::string_view cell) {
    if (cell.empty()) return;
    // Most rows cite what one of the last few did.
    std::uint64_t mixed = cell.size();
    for (const char c : cell.substr(0, 32)) mixed = mixed * 31 + static_cast<unsigned char>(c);
    std::string_view& last = recent_[(mixed ^ mixed >> 7) % recent_.size()];
    if (last == cell) return;
    last = cell;
    cells_.insert(cell);
  }
  const snapshot* net_;
  std::array<std::string_view, 128> recent_{};
  std::unordered_set<std::string_view, text_hash> cells_;
};

}  // namespace capnet
