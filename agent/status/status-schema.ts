/** The version of what `status --json` prints: another one where a key goes, or changes its meaning. */
export const STATUS_SCHEMA = 1
