import type * as v from 'valibot'
import type { ReceiverConfig } from './config.ts'
import type { SCHEMA } from './schema.ts'

type Output = v.InferOutput<typeof SCHEMA>
type Written = NonNullable<Output['transmission']>

/** All receivers, the Spoor API of `transmission` first. */
export function receiversOf({ transmission, receivers, events }: Output): readonly ReceiverConfig[] {
  const receiver = (name: string, option: string, written: Written): ReceiverConfig => ({
    name,
    option,
    events: written.events ?? events,
    ...accessOf(written),
  })
  return [
    ...(transmission === undefined ? [] : [receiver('api', 'transmission', transmission)]),
    ...receivers.map((written, index) => receiver(written.name, `receivers.${index}`, written)),
  ]
}

function accessOf(written: Written): Omit<ReceiverConfig, 'name' | 'option' | 'events'> {
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
  }
}
