#pragma once
/// Definitions of memo.hpp: see core/config.hpp.
#include <map>
#include <mutex>
#include <utility>

#include <capnet/core/config.hpp>
#include <capnet/core/memo.hpp>

namespace capnet {

struct memo::slots {
  struct slot {
    std::once_flag made;
    std::shared_ptr<const void> value;
  };
  std::mutex lock;  // of the map alone: values are made without it
  std::map<std::pair<const char*, std::uint64_t>, slot> all;
};

CAPNET_INLINE memo::memo() : slots_{std::make_unique<slots>()} {}
CAPNET_INLINE memo::~memo() = default;

CAPNET_INLINE const void* memo::kept(const char* key, std::uint64_t number, const void* make,
                                     std::shared_ptr<const void> (*run)(const void*)) const {
  slots::slot* mine = nullptr;
  {
    const std::lock_guard held{slots_->lock};
    mine = &slots_->all[{key, number}];
  }
  std::call_once(mine->made, [&] { mine->value = run(make); });
  return mine->value.get();
}

}  // namespace capnet
