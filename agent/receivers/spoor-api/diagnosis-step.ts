/** One step of a request to the API. */
export interface DiagnosisStep {
  readonly step: 'dns' | 'proxy' | 'tcp' | 'tls' | 'clock' | 'credentials'
  readonly state: 'ok' | 'warning' | 'failed'
  /** What was found; or what is wrong, and what to do. */
  readonly text: string
}
