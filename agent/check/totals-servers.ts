import type { Answer } from '../../lib/http/answers/answer.ts'
import type { Config, InfluxdbConfig, OtlpConfig, ServerConfig } from '../config/config.ts'
import type { Loaded } from '../config/load.ts'
import { influxdbServer } from '../receivers/influxdb/influxdb.ts'
import { otlpServer } from '../receivers/otlp/otlp.ts'
import type { TotalsAccess, TotalsServer } from '../receivers/server/totals-server.ts'
import type { DiagnosisStep } from '../receivers/spoor-api/diagnosis-step.ts'
import { diagnoseRequest } from '../receivers/spoor-api/diagnosis.ts'
import { attempted } from './attempt.ts'
import type { Finding } from './finding.ts'
import { isPlaceholder, isPlaceholderHost } from './placeholder.ts'

interface ServerCheck<C> {
  sending(receiver: C, placeOf: Loaded['placeOf']): Promise<readonly Finding[]>
  connection(receiver: C, config: Pick<Config, 'host'>, signal: AbortSignal): Promise<readonly Finding[]>
}

/** A request that writes nothing, and shows all the same whether the server would take something. */
interface Harmless {
  readonly body: string
  /** What it shows where it succeeds. */
  readonly text: string
  /** What a refusal says that is one of nothing but the empty body. */
  readonly refusal?: RegExp
}

/** How an InfluxDB server is checked. It looks at credentials and database before the body, which has no lines. */
export const influxdbCheck: ServerCheck<InfluxdbConfig> = checkOf(influxdbServer, {
  body: '\n',
  text: 'the InfluxDB server accepts them, and has where to write',
  refusal: /writing requires points/,
})

/** How an OTLP server is checked: it takes a request without metrics. */
export const otlpCheck: ServerCheck<OtlpConfig> = checkOf(otlpServer, {
  body: '{"resourceMetrics":[]}',
  text: 'the OTLP server takes metrics',
})

function checkOf<C extends ServerConfig>(server: TotalsServer<C>, harmless: Harmless): ServerCheck<C> {
  return {
    async sending(receiver, placeOf) {
      const { host, option } = receiver
      const blank = (name: string, what: string): Finding => {
        const place = placeOf(`${option}.${name}`.split('.'))
        return { check: 'placeholder', state: 'failed', text: `${place}: ${option}.${name}: ${what}` }
      }
      let secrets: readonly string[] = []
      const faults = await attempted('secret', async () => {
        secrets = (await server.readAccess(receiver)).secrets
      })
      return [
        ...(isPlaceholderHost(new URL(host).hostname) ? [blank('host', 'is a placeholder; write your server')] : []),
        ...(secrets.some(isPlaceholder) ? [blank('name', 'a file of its credentials holds a placeholder')] : []),
        ...faults,
      ]
    },
    async connection(receiver, _config, signal) {
      const access = await server.readAccess(receiver)
      const headers = { ...access.headers, 'content-type': server.contentType }
      const request = { url: access.url, headers, body: Buffer.from(harmless.body) }
      const verdict = (answer: Answer): DiagnosisStep => verdictOn(answer, { server, receiver, access, harmless })
      const steps = await diagnoseRequest({ access, request, words: server.words, verdict }, signal)
      return steps.map(({ step, state, text }) => ({ check: step, state, text: `${receiver.name}: ${step}: ${text}` }))
    },
  }
}

interface Verdict<C extends ServerConfig> {
  readonly server: TotalsServer<C>
  readonly receiver: C
  readonly access: TotalsAccess
  readonly harmless: Harmless
}

function verdictOn<C extends ServerConfig>(
  answer: Answer,
  { server, receiver, access, harmless }: Verdict<C>,
): DiagnosisStep {
  const { option, secrets } = access
  const outcome = server.outcomeOf(answer, { now: Date.now(), option, secrets }, receiver)
  const isFine = outcome.result === 'accepted' || harmless.refusal?.test(answer.text) === true
  if (isFine) return { step: 'credentials', state: 'ok', text: `${harmless.text} (HTTP ${answer.status})` }
  return { step: 'credentials', state: 'failed', text: outcome.reason.replace(/\.$/, '') }
}
