// What the model's headers declare: see core/config.hpp.
#include <capnet/model/attribute-inl.hpp>
#include <capnet/model/estimate-inl.hpp>
#include <capnet/model/figure-inl.hpp>
#include <capnet/model/schema-inl.hpp>
