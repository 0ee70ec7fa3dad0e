/** One step on the way to the API. */
export interface DiagnosisStep {
  readonly step: 'dns' | 'proxy' | 'tcp' | 'tls' | 'clock' | 'credentials'
  readonly state: 'ok' | 'warning' | 'failed'
  /** What was found or, with what to do, what is wrong. */
  readonly text: string
}
