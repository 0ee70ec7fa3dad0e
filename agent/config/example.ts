import { exampleConfig } from '../../lib/settings/example-file.ts'
import { OPTIONS } from './options.ts'

/** What stands above the options. */
export const EXAMPLE_HEAD = `# The configuration of spoor-agent. What is commented out shows the default, or an example where there is none.
# To fill in, or have filled in by spoor-agent setup: transmission.host, transmission.credentials.api_identifier, and
# the file that api_secret_file names.
# After a change: spoor-agent check
`

/** The configuration as the packages bring it: it names every log and, until somebody fills it in, no receiver. */
export function packagedConfig(): string {
  return exampleConfig({ options: OPTIONS, head: EXAMPLE_HEAD })
}
