"""The window around the map: start-up, the welcome page, the open plan, the bars above and below.

The rule that matters: everything that changes the plan goes through `Desk.perform`. Start reading at `app`,
then `desk`, then `window`.
"""
