import type { ServerConfig } from '../../config/config.ts'

/** The lines of a POST request before its body, for people; its credentials are not among them. */
export function requestHead(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  { compression }: Pick<ServerConfig, 'compression'>,
): readonly string[] {
  return [
    `POST ${url}`,
    ...Object.entries({ ...headers, 'content-length': body.length }).map(([key, value]) => `${key}: ${value}`),
    ...(compression === undefined
      ? []
      : [`(sent with content-encoding: ${compression}; the length is before compression)`]),
  ]
}
