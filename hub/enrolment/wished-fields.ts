/**
 * The header `Spoor-Fields`, by which agents add these fields to entries that have them: everything that a kind has on
 * request.
 */
export const WISHED: string = [
  'severity',
  'service',
  'log',
  'generation',
  'offset',
  'actor',
  'called_by',
  'forward_type',
  'login_fault',
  'attempts',
  'domain',
  'named_user',
  'filter_scope',
].join(', ')

/** It, as answers to agents have it: those to enrolments and statuses too, so that the first report has the fields. */
export const WISHED_HEADER = { 'spoor-fields': WISHED } as const
