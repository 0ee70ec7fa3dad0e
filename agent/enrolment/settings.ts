/** What the configuration says of a hub. */
export interface HubSettings {
  /** The hub as the only Spoor API, or beside another one. */
  readonly section: 'transmission' | 'receivers'
  readonly host: string
  readonly identifier: string
  /** Path of the file that holds the secret. */
  readonly secretFile: string
  readonly caFile: string | undefined
  readonly proxy: string | undefined
  readonly pin: string | undefined
}

/** The name of a hub beside another API. */
export const HUB_NAME = 'hub'

/** The file of the configuration that names a hub. JSON's strings are strings of YAML, too. */
export function settingsText({ section, host, identifier, secretFile, ...connection }: HubSettings): string {
  const { caFile, proxy, pin } = connection
  const lines = [
    `host: ${JSON.stringify(host)}`,
    'credentials:',
    `  api_identifier: ${JSON.stringify(identifier)}`,
    `  api_secret_file: ${JSON.stringify(secretFile)}`,
    'status: true',
    ...(caFile === undefined ? [] : [`ca_file: ${JSON.stringify(caFile)}`]),
    ...(proxy === undefined ? [] : [`proxy: ${JSON.stringify(proxy)}`]),
    ...(pin === undefined ? [] : [`pin: ${JSON.stringify(pin)}`]),
  ]
  const written =
    section === 'transmission'
      ? ['transmission:', ...lines.map((line) => `  ${line}`)]
      : ['receivers:', `  - name: ${HUB_NAME}`, ...lines.map((line) => `    ${line}`)]
  const title = '# The hub that this server reports to, as spoor-agent enrol wrote it; enrol --force writes it anew.'
  return `${[title, ...written].join('\n')}\n`
}

/** What is known of a hub from such a file. */
export function writtenSettings(text: string): Pick<HubSettings, 'section'> & { readonly host: string } {
  const [, host = ''] = /^ +host: "([^"]*)"$/m.exec(text) ?? []
  return { section: /^receivers:$/m.test(text) ? 'receivers' : 'transmission', host }
}
