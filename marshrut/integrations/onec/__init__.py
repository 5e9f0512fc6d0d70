"""1C as a source of e-documents: its OData interface is read and never written to; `edocs` keeps what it says."""
