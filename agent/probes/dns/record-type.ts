/** Types of records by their numbers (RFC 1035 §3.2.2, RFC 3596). */
export const RECORD_TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28 } as const

/** The name of a type of records. */
export type RecordType = keyof typeof RECORD_TYPES
