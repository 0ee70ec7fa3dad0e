import type * as v from 'valibot'
import type { Wish } from '../../../lib/event/wish.ts'
import type { Config, SpoorApiConfig } from '../config.ts'
import type { SCHEMA } from '../schema.ts'

type Output = v.InferOutput<typeof SCHEMA>
type Written = NonNullable<Output['transmission']>

/** All receivers, the Spoor API of `transmission` first; each section of the configuration gives its own. */
export function receiversOf({ transmission, receivers, ...all }: Output): Pick<Config, 'transmission' | 'receivers'> {
  const spoorApi = (name: string, option: string, written: Written): SpoorApiConfig => ({
    name,
    type: 'spoor-api',
    option,
    events: written.events ?? all.events,
    minSeverity: written.min_severity ?? all.min_severity,
    contexts: written.contexts ?? all.contexts,
    ...accessOf(written),
  })
  const api = transmission && spoorApi('api', 'transmission', transmission)
  return {
    transmission: api,
    receivers: [
      ...(api === undefined ? [] : [api]),
      ...receivers.map((written) => spoorApi(written.name, `receivers.${written.name}`, written)),
    ],
  }
}

function accessOf(written: Written): Omit<SpoorApiConfig, 'name' | 'type' | 'option' | keyof Wish> {
  const { host, endpoints, credentials, ca_file: caFile, timeout, concurrency, proxy } = written
  const { cert_file: certFile, key_file: keyFile } = written
  const { api_identifier: identifier, api_secret: text = '', api_secret_file: file } = credentials
  return {
    enabled: written.enabled === 'true',
    host,
    reportPath: endpoints.report,
    listPaths: { reports: endpoints.report_list, events: endpoints.event_list },
    accept: written.accept ?? [],
    retryRefused: written.retry_refused === 'true',
    identifier,
    secret: file === undefined ? { text } : { file },
    caFile,
    timeout,
    concurrency,
    interval: written.rate,
    compression: written.compress === 'gzip' ? 'gzip' : undefined,
    proxy,
    clientCertificate: certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile },
    pins: written.pin,
    ...(written.status === 'true' && { tellsStatus: true }),
  }
}
