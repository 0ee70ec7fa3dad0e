import type * as v from 'valibot'
import type { TotalsKind } from '../../../lib/totals/totals.ts'
import type { Config, ReceiverConfig, ServerConfig, SpoorApiConfig } from '../config.ts'
import type { Destination } from '../destination.ts'
import type { SCHEMA } from '../schema.ts'

type Output = v.InferOutput<typeof SCHEMA>
type Transmission = NonNullable<Output['transmission']>
type Receiver = Output['receivers'][number]

/** What a receiver of totals gets that names none: everything but addresses of mailboxes. */
export const USUAL_TOTALS: readonly TotalsKind[] = ['traffic', 'mail', 'bandwidth']

/** All receivers, the Spoor API of `transmission` first; each section of the configuration gives its own. */
export function receiversOf({ transmission, receivers, ...all }: Output): Pick<Config, 'transmission' | 'receivers'> {
  const api = transmission && spoorApi('api', 'transmission', transmission, all)
  const further = receivers.map((written): ReceiverConfig => {
    const option = `receivers.${written.name}`
    if (written.type === 'spoor-api') return spoorApi(written.name, option, written, all)
    return { ...ofTotals(written, option), ...settingsOf(written) }
  })
  return { transmission: api, receivers: [...(api === undefined ? [] : [api]), ...further] }
}

function spoorApi(
  name: string,
  option: string,
  written: Transmission,
  all: Omit<Output, 'transmission' | 'receivers'>,
): SpoorApiConfig {
  const { endpoints, credentials } = written
  const { api_identifier: identifier, api_secret: text = '', api_secret_file: file } = credentials
  return {
    name,
    type: 'spoor-api',
    option,
    events: written.events ?? (written.status === 'true' ? forHub(all.events) : all.events),
    minSeverity: written.min_severity ?? all.min_severity,
    contexts: written.contexts ?? all.contexts,
    enabled: written.enabled === 'true',
    ...serverOf(written),
    reportPath: endpoints.report,
    listPaths: { reports: endpoints.report_list, events: endpoints.event_list },
    accept: written.accept ?? [],
    retryRefused: written.retry_refused === 'true',
    identifier,
    secret: file === undefined ? { text } : { file },
    concurrency: written.concurrency,
    interval: written.rate,
    ...totalsOf(written.totals ?? (written.status === 'true' ? USUAL_TOTALS : [])),
    ...(written.status === 'true' && { tellsStatus: true }),
  }
}

/**
 * A hub knows what checks find, and makes incidents of it, and what the agent tells of itself, unless it is to get no
 * more than App::Spoor told. Another API may refuse a report with these.
 */
function forHub(all: Output['events']): Destination['events'] {
  const events = [all].flat()
  return events.every((each) => each === 'spoor') ? [...events, 'checks'] : [...events, 'checks', 'agent']
}

type OfTotals = Exclude<Receiver, { readonly type: 'spoor-api' }>

/** One request at a time: an earlier count of a period must not come after a later one. */
function ofTotals(
  { name, enabled, totals }: OfTotals,
  option: string,
): Destination & Pick<ReceiverConfig, 'concurrency' | 'interval' | 'retryRefused' | 'totals'> {
  const pace = { concurrency: 1, interval: undefined, retryRefused: false }
  const events: Destination['events'] = []
  return { name, option, events, enabled: enabled === 'true', ...pace, ...totalsOf(totals ?? USUAL_TOTALS) }
}

type Settings<C> = C extends ReceiverConfig ? Omit<C, keyof ReturnType<typeof ofTotals>> : never

function settingsOf(written: OfTotals): Settings<Exclude<ReceiverConfig, SpoorApiConfig>> {
  switch (written.type) {
    case 'influxdb':
      return { type: 'influxdb', ...serverOf(written), target: targetOf(written) }
    case 'otlp':
      return { type: 'otlp', ...serverOf(written), path: written.path, headersFile: written.headers_file }
    case 'json-lines':
      return { type: 'json-lines', file: written.file }
  }
}

function targetOf(
  written: Extract<OfTotals, { readonly type: 'influxdb' }>,
): Extract<ReceiverConfig, { readonly type: 'influxdb' }>['target'] {
  if (written.version === '2') {
    const { org, bucket, token_file: tokenFile } = written
    return { version: 2, org, bucket, tokenFile }
  }
  const { database, user, password_file: passwordFile } = written
  const login = user !== undefined && passwordFile !== undefined && { login: { user, passwordFile } }
  return { version: 1, database, ...login }
}

function totalsOf(totals: readonly TotalsKind[]): Pick<SpoorApiConfig, 'totals'> {
  return totals.length === 0 ? {} : { totals }
}

function serverOf(
  written: Transmission | Exclude<OfTotals, { readonly type: 'json-lines' }>,
): Omit<ServerConfig, keyof ReturnType<typeof ofTotals>> {
  const { cert_file: certFile, key_file: keyFile } = written
  return {
    host: written.host,
    caFile: written.ca_file,
    timeout: written.timeout,
    compression: written.compress === 'gzip' ? 'gzip' : undefined,
    proxy: written.proxy,
    clientCertificate: certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile },
    pins: written.pin,
  }
}
