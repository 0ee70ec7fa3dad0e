/**
 * How a server is enrolled. The token is made on the hub's command line until the API makes tokens: then this is the
 * one place that asks it for one, and FirstHostPage shows the token in the place of the first command.
 */
export function enrolCommands(origin: string): { readonly onHub: string; readonly onServer: string } {
  return { onHub: 'spoor-hub token create --uses 50', onServer: `spoor-agent enrol ${origin}` }
}
