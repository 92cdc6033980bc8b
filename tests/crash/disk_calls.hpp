#pragma once
/// The calls by which a save reaches the disk, counted, and one of them stopped or failed.
#include <cstddef>
#include <string>
#include <vector>

namespace capnet::fixture {

/// What happens at the `at`-th call of those below, counted from 1.
struct disk_fault {
  enum kind {
    none,
    killed,           ///< the process ends before the call, as by SIGKILL
    killed_half_way,  ///< the same, but of a write half is written before
    failed,           ///< the call does nothing and fails for `reason`
    short_write,      ///< of a write, half is written; the caller is told so
  };
  kind what = none;
  std::size_t at = 0;
  int reason = 0;
};

/// From now on. Counted are the openings of new files and of folders, and the writes, fchmod, fsync and rename after
/// them.
void arm(const disk_fault& fault);
/// From now on, calls are neither counted nor touched. Gives the names of the calls since `arm`.
std::vector<std::string> disarm();

}  // namespace capnet::fixture
