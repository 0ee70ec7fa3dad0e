/** What is said of a log that is missing. */
export const NOT_THERE = 'is not there'
