import type { ShownCertificate } from '../probes/probe.ts'

const DAY = 86_400_000

/** So many days before its end a certificate is told of, and when it has ended. */
const STAGES = [0, 7, 14, 21] as const

/** What was told of the certificate of a check. */
export interface ToldCertificate {
  /** The days of the last stage that was told. */
  readonly told: number
}

/** What is to be told of a certificate that a check saw, and what is remembered of it. */
export interface CertificateStep {
  readonly told: ToldCertificate | undefined
  readonly news?: { readonly kind: 'certificate_expires' | 'certificate_renewed'; readonly days: number }
}

/** Tells each stage once. A certificate that is far from its end again was renewed. */
export function certificateStep(
  before: ToldCertificate | undefined,
  { expires }: ShownCertificate,
  now: number,
): CertificateStep {
  const days = Math.max(0, Math.floor((expires - now) / DAY))
  const stage = STAGES.find((each) => expires - now <= each * DAY)
  if (stage === undefined)
    return { told: undefined, ...(before !== undefined && { news: { kind: 'certificate_renewed', days } }) }
  if (before !== undefined && before.told <= stage) return { told: before }
  return { told: { told: stage }, news: { kind: 'certificate_expires', days } }
}
