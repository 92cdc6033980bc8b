#pragma once
/// Keys, numbered in the order of their first arrival.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_set.hpp>

#include <capnet/core/hash.hpp>

namespace capnet::detail {

/// `Key` is std::string, or std::string_view for keys in a text that outlives the table. Beside the keys, at most 12
/// bytes each, or 18 while it grows.
template <class Key>
class key_table {
 public:
  key_table() = default;
  key_table(const key_table&) = delete;
  key_table& operator=(const key_table&) = delete;

  /// The number of a key, and whether it is new.
  std::pair<std::uint32_t, bool> add(std::string_view key) {
    if (const auto known = find(key)) return {*known, false};
    const auto number = static_cast<std::uint32_t>(keys_.size());
    keys_.emplace_back(key);
    numbers_.insert(number);
    return {number, true};
  }
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view key) const {
    const auto found = numbers_.find(key);
    return found == numbers_.end() ? std::nullopt : std::optional{*found};
  }
  [[nodiscard]] const std::vector<Key>& keys() const { return keys_; }
  /// Makes room for so many keys in all.
  void reserve(std::size_t keys) { keys_.reserve(keys); }
  /// Gives back what only `add` and `find` need.
  void close() {
    numbers_ = numbers{0, hashed{&keys_}, equal{&keys_}};
    keys_.shrink_to_fit();
  }
  /// The keys; the table is then empty.
  [[nodiscard]] std::vector<Key> take_keys() {
    close();
    return std::exchange(keys_, {});
  }

 private:
  struct text_of {
    const std::vector<Key>* keys;
    std::string_view operator()(std::uint32_t number) const { return (*keys)[number]; }
    std::string_view operator()(std::string_view key) const { return key; }
  };
  struct hashed : text_of {
    using is_transparent = void;
    using is_avalanching = void;
    template <class T>
    std::size_t operator()(const T& key) const {
      return text_hash{}(text_of::operator()(key));
    }
  };
  struct equal : text_of {
    using is_transparent = void;
    template <class A, class B>
    bool operator()(const A& a, const B& b) const {
      return text_of::operator()(a) == text_of::operator()(b);
    }
  };
  std::vector<Key> keys_;
  using numbers = boost::unordered_flat_set<std::uint32_t, hashed, equal>;
  numbers numbers_{0, hashed{&keys_}, equal{&keys_}};
};

}  // namespace capnet::detail
