#pragma once
/// Definitions of expect.hpp: see core/config.hpp.
#include <string>
#include <utility>

#include <capnet/core/config.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>

namespace capnet::detail {

CAPNET_INLINE void message_part::append_to(std::string& sentence) const {
  switch (kind_) {
    case kind::text:
      sentence += text_;
      break;
    case kind::real:
      sentence += short_number(real_, 12);
      break;
    case kind::whole:
      sentence += std::to_string(whole_);
      break;
    case kind::natural:
      sentence += std::to_string(natural_);
      break;
  }
}

CAPNET_INLINE void refuse_with(std::initializer_list<message_part> parts) {
  std::string sentence;
  for (const message_part& part : parts) part.append_to(sentence);
  throw input_error{std::move(sentence)};
}

}  // namespace capnet::detail
