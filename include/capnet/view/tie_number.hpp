#pragma once
/// Which number of a tie a graph, path or cascade is made of: its weight, or another attribute.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

/// Reads one attribute of the ties of a relation as a number. Keeps what it needs of the snapshot alive.
class tie_number {
 public:
  /// Throws input_error if the relation has no such attribute, or one that is no number.
  tie_number(snapshot net, relation_index relation, std::string_view attribute)
      : net_{std::move(net)}, ties_{&net_.layer(relation)} {
    const schema& known = net_.schema();
    info_ = known.attribute(relation, attribute);
    if (attribute == "weight") return;
    if (info_ == nullptr || !is_number(info_->type)) {
      std::vector<std::string_view> names{"weight"};
      for (const attribute_info& info : known.attributes(relation)) {
        if (is_number(info.type)) names.push_back(info.name);
      }
      throw input_error{"relation " + quote(known.relation(relation).name) + " has no number " + quote(attribute) +
                        "; expected " + join_names(names, " or ") + did_you_mean(attribute, names)};
    }
    attribute_ = known.find_attribute(relation, attribute);
  }

  /// What is declared or was inferred of it; null for a weight of which nothing is said.
  [[nodiscard]] const attribute_info* info() const { return info_; }
  [[nodiscard]] meaning means() const { return info_ != nullptr ? info_->meaning : meaning::none; }
  /// Some tie has a value.
  [[nodiscard]] bool known() const { return attribute_ ? ties_->has(*attribute_) : ties_->weighted(); }
  /// Of a tie of the relation; nothing if it is unknown.
  [[nodiscard]] std::optional<double> operator()(tie_ref t, const dated_tie& uv) const {
    if (!attribute_) return uv.weight;
    const auto value = ties_->value(t.row, *attribute_);
    return value ? value->number() : std::nullopt;
  }

 private:
  snapshot net_;
  const layer* ties_;
  const attribute_info* info_ = nullptr;
  std::optional<attribute_index> attribute_{};  // else it is the weight
};

/// Refuses to put numbers of several relations together whose units or meanings differ. Throws input_error, naming
/// both.
inline void expect_one_unit(const snapshot& net, std::span<const relation_index> relations,
                            std::string_view attribute) {
  const attribute_info* first = nullptr;
  relation_index of_first{};
  for (const relation_index r : relations) {
    const attribute_info* const info = net.schema().attribute(r, attribute);
    if (info == nullptr) continue;
    if (first != nullptr && (first->unit != info->unit || first->meaning != info->meaning)) {
      const auto said = [](const attribute_info& a) {
        const std::string means{to_string(a.meaning)};
        return (a.unit.empty() ? std::string{"without a unit"} : "in " + quote(a.unit)) +
               (means.empty() ? "" : " (" + means + ")");
      };
      throw input_error{quote(attribute) + " of " + quote(net.schema().relation(of_first).name) + " is " +
                        said(*first) + ", but of " + quote(net.schema().relation(r).name) + " " + said(*info) +
                        "; expected one unit and meaning"};
    }
    if (first == nullptr) first = info, of_first = r;
  }
}

}  // namespace capnet
