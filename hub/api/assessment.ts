/** What people can say of an event. */
export const ASSESSMENTS = ['confirmed_benign', 'probably_benign', 'probably_malicious', 'confirmed_malicious'] as const

/** One of them. */
export type Assessment = (typeof ASSESSMENTS)[number]
