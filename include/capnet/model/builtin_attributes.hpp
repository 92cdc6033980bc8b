#pragma once
/// The attributes that kinds and relations are declared with: one line adds one everywhere.
#include <string_view>

#include <capnet/model/attribute.hpp>

namespace capnet::attr {

// clang-format off
#define CAPNET_ATTRIBUTE(TAG, NAME, TYPE, MEANS, UNIT, DESCRIPTION)       \
  struct TAG {                                                            \
    static constexpr std::string_view name = NAME;                        \
    static constexpr value_type type = value_type::TYPE;                  \
    static constexpr capnet::meaning means = capnet::meaning::MEANS;      \
    static constexpr std::string_view unit = UNIT;                        \
    static constexpr std::string_view description = DESCRIPTION;          \
  }

// Money has no unit here: the currency is the data's to say, one for each kind or relation.
CAPNET_ATTRIBUTE(level,      "weight",     number,   level,    "",  "The level on the scale of the skill.");
CAPNET_ATTRIBUTE(importance, "importance", number,   none,     "",  "How much it counts beside the others.");
CAPNET_ATTRIBUTE(evidence,   "evidence",   category, none,     "",  "What shows it: a test, a certificate, a self-rating.");
CAPNET_ATTRIBUTE(hours,      "hours",      number,   duration, "h", "How many hours it takes, gives or asks.");
CAPNET_ATTRIBUTE(cost,       "cost",       number,   amount,   "",  "What it costs, in the currency that is its unit.");
CAPNET_ATTRIBUTE(amount,     "amount",     number,   amount,   "",  "The money given, in the currency that is its unit.");
CAPNET_ATTRIBUTE(seats,      "seats",      integer,  count,    "",  "How many can take part.");
CAPNET_ATTRIBUTE(capacity,   "capacity",   integer,  count,    "",  "How many can be served at a time.");
// clang-format on

#undef CAPNET_ATTRIBUTE

}  // namespace capnet::attr
