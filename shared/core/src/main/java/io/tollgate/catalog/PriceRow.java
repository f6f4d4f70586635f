package io.tollgate.catalog;

import io.tollgate.pricing.Schedule;
import java.util.List;
import java.util.Optional;

/// One model of the price list.
///
/// @param id its name in the books; one that the provider answers to, wherever the list knows one
/// @param context the most input and output tokens together, if the list knows
/// @param unread prices of it in units that this version does not count, such as hours of audio
/// @param schedule its rates
record PriceRow(String id, Optional<Long> context, List<String> unread, Schedule schedule) {}
