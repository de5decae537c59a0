"""Mail on its way in: each message noted once, recognised by the duties, judged; what people do with it is learned from."""
