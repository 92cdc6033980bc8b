// What the headers on fits of growth declare: see core/config.hpp.
#include <capnet/sim/detail/growth_search-inl.hpp>
#include <capnet/sim/fit_counts-inl.hpp>
#include <capnet/sim/fit_joins-inl.hpp>
#include <capnet/sim/forecast_joins-inl.hpp>
#include <capnet/sim/growth_fit-inl.hpp>
#include <capnet/sim/growth_forecast-inl.hpp>
#include <capnet/sim/membership_data-inl.hpp>
