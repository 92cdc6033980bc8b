#pragma once
/// Values that several answers share: each is made once.
#include <cstdint>
#include <memory>
#include <type_traits>

namespace capnet {

/// Keeps one value for each key, a type that names it, and a number: `memo.once<degrees_of>([&] { return degrees(g);
/// })`. Values stay where they are for as long as the memo lives. From any thread: whoever asks for a value that
/// another thread makes waits for it. Pre: no value asks for itself, by way of others either; what makes one asks the
/// memo for others only from the thread that it was called in. Time O(log values kept).
class memo {
 public:
  memo();
  memo(const memo&) = delete;
  memo& operator=(const memo&) = delete;
  ~memo();

  template <class Key, class Make>
  const std::invoke_result_t<const Make&>& once(const Make& make, std::uint64_t number = 0) const {
    using value = std::invoke_result_t<const Make&>;
    const auto run = [](const void* how) -> std::shared_ptr<const void> {
      return std::make_shared<const value>((*static_cast<const Make*>(how))());
    };
    return *static_cast<const value*>(kept(&name_of<Key>, number, &make, run));
  }

 private:
  template <class Key>
  static inline const char name_of = 0;
  const void* kept(const char* key, std::uint64_t number, const void* make,
                   std::shared_ptr<const void> (*run)(const void*)) const;

  struct slots;
  std::unique_ptr<slots> slots_;
};

}  // namespace capnet

#if defined(CAPNET_HEADER_ONLY)
#include <capnet/core/memo-inl.hpp>  // IWYU pragma: export
#endif
