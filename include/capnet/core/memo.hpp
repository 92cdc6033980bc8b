#pragma once
/// Values that several answers share: each is made once.
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace capnet {

/// Keeps one value for each key, a type that names it: `memo.once<degrees_of>([&] { return degrees(g); })`. Values stay
/// where they are for as long as the memo lives. Not for several threads at once. Time O(values kept).
class memo {
 public:
  template <class Key, class Make>
  const std::invoke_result_t<const Make&>& once(const Make& make) const {
    using value = std::invoke_result_t<const Make&>;
    for (const auto& [key, kept] : kept_) {
      if (key == &name_of<Key>) return *static_cast<const value*>(kept.get());
    }
    // Made first: what is made may itself ask for others.
    auto made = std::make_shared<const value>(make());
    kept_.emplace_back(&name_of<Key>, made);
    return *static_cast<const value*>(kept_.back().second.get());
  }

 private:
  template <class Key>
  static inline const char name_of = 0;
  mutable std::vector<std::pair<const char*, std::shared_ptr<const void>>> kept_;
};

}  // namespace capnet
