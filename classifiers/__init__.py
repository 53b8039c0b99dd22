"""Comment → suggestion: domain, kind, disposition, departments and near-duplicates; training and evaluation."""
