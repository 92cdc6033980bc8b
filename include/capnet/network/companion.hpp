#pragma once
/// What a layer above keeps beside a network, for as long as the network lives.
#include <atomic>

namespace capnet {

/// Base of what is kept, such as the working memory of queries.
struct kept_beside {
  kept_beside() = default;
  kept_beside(const kept_beside&) = delete;
  kept_beside& operator=(const kept_beside&) = delete;
  virtual ~kept_beside() = default;
};

/// Room for one thing beside a network: made when it is first asked for, by whichever thread comes first. It says
/// nothing of the network that the network does not say: a copy begins with an empty room.
class companion {
 public:
  companion() = default;
  companion(const companion&) noexcept {}
  companion& operator=(const companion&) noexcept { return *this; }
  ~companion() { delete kept_.load(std::memory_order_acquire); }

  /// Pre: every call for this network names the same T. `make()` gives a new T*.
  template <class T, class Make>
  [[nodiscard]] T& of(const Make& make) const {
    if (kept_beside* const kept = kept_.load(std::memory_order_acquire)) return static_cast<T&>(*kept);
    kept_beside* const made = make();
    kept_beside* before = nullptr;
    if (kept_.compare_exchange_strong(before, made, std::memory_order_acq_rel)) return static_cast<T&>(*made);
    delete made;
    return static_cast<T&>(*before);
  }

 private:
  mutable std::atomic<kept_beside*> kept_{nullptr};
};

}  // namespace capnet
