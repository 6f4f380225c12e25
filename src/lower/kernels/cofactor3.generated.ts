// Made by scripts/gen-kernels.ts of src/kernels/cofactors.ts.
export const cofactor3 = `func @kernel.cofactor3(%: mem<f64>, %: mem<f64>, %: mem<f64>, %: mem<f64>, %: mem<f64>, %: i32, %: i32) -> () disjoint {
% = to_f64 %2
% = to_f64 %2
% = mul %2, %1
% = mul %5, %4
% = mul %2, %3
% = mul %2, %6
% = const i32 3
% = mul %1, %2
% = const i32 0
% = alloc mem<f64> %2
% = ceil %6
% = clamp_i32 %1
% = ne %8, %8
% = select %1, %5, %2
% = const f64 2
% = const i32 2
% = mul %1, %11
for {step: 1} %8, %3 { (%: i32)
% = load %24, %1
store %9, %1, %0
% = add %14, %2
% = load %25, %3
store %11, %1, %0
% = add %5, %4
% = load %26, %5
store %13, %1, %0
yield
}
% = mul %22, %22
% = mul %25, %25
% = const i32 8
% = mul %2, %1
% = alloc mem<f64> %1
% = alloc mem<f64> %2
% = alloc mem<f64> %3
% = const f64 0
% = ceil %8
% = clamp_i32 %1
% = ne %10, %10
% = select %1, %26, %2
% = const i32 1
% = const f64 1
% = mul %22, %39
% = mul %1, %39
% = mul %1, %40
% = lt %32, %42
if %0 {
% = rem %40, %27
% = eq %1, %6
% = const i32 4
% = if %2 {
yield %8
} {
% = const f64 -1
yield %0
}
% = const i32 5
% = const i32 6
% = const i32 7
for {step: 1} %40, %50 { (%: i32)
% = mul %1, %51
% = mul %1, %52
for {step: 1} %43, %25 { (%: i32)
store %25, %0, %22
store %24, %0, %22
yield
}
% = add %48, %2
% = add %15, %3
for {step: 1} %46, %20 { (%: i32)
% = mul %1, %31
% = add %6, %2
% = load %65, %1
store %31, %2, %0
% = add %3, %24
% = load %51, %3
store %33, %1, %0
% = add %5, %46
% = add %9, %7
% = load %54, %1
store %36, %2, %0
% = add %8, %21
% = add %11, %10
% = load %57, %1
store %39, %2, %0
yield
}
for {step: 1} %58, %67 { (%: i32)
% = mul %1, %69
% = add %1, %2
% = mul %1, %45
store %42, %0, %34
yield
}
for {step: 1} %35, %71 { (%: i32)
for {step: 1} %63, %45 { (%: i32)
store %43, %0, %42
yield
}
for {step: 1} %64, %73 { (%: i32)
% = mul %1, %75
for {step: 1} %66, %75 { (%: i32)
% = add %2, %1
% = mul %1, %52
% = mul %3, %79
for {step: 1} %70, %79 { (%: i32)
% = add %2, %1
% = mul %1, %56
% = add %8, %3
% = mul %1, %58
% = load %56, %3
for {step: 1} %76, %59 { (%: i32)
% = add %3, %1
% = load %58, %1
% = add %11, %3
% = load %62, %1
% = mul %1, %6
% = add %4, %1
store %62, %5, %0
% = and %7, %57
% = eq %1, %85
if %0 {
% = or %9, %59
% = add %12, %1
% = load %67, %1
% = add %16, %62
% = load %70, %1
% = mul %10, %1
% = add %4, %1
store %71, %5, %0
yield
} {
yield
}
% = and %16, %86
% = eq %1, %94
if %0 {
% = or %18, %88
% = add %21, %1
% = load %76, %1
% = add %25, %91
% = load %79, %1
% = mul %19, %1
% = add %4, %1
store %80, %5, %0
yield
} {
yield
}
% = and %25, %104
% = eq %1, %103
if %0 {
% = or %27, %106
% = add %30, %1
% = load %85, %1
% = add %34, %109
% = load %88, %1
% = mul %28, %1
% = add %4, %1
store %89, %5, %0
yield
} {
yield
}
% = and %34, %76
% = eq %1, %112
if %0 {
% = or %36, %78
% = add %39, %1
% = load %94, %1
% = add %43, %81
% = load %97, %1
% = mul %37, %1
% = add %4, %1
store %98, %5, %0
yield
} {
yield
}
% = and %43, %82
% = eq %1, %121
if %0 {
% = or %45, %84
% = add %48, %1
% = load %103, %1
% = add %52, %87
% = load %106, %1
% = mul %46, %1
% = add %4, %1
store %107, %5, %0
yield
} {
yield
}
% = and %52, %90
% = eq %1, %130
if %0 {
% = or %54, %92
% = add %57, %1
% = load %112, %1
% = add %61, %95
% = load %115, %1
% = mul %55, %1
% = add %4, %1
store %116, %5, %0
yield
} {
yield
}
% = and %61, %98
% = eq %1, %139
if %0 {
% = or %63, %100
% = add %66, %1
% = load %121, %1
% = add %70, %103
% = load %124, %1
% = mul %64, %1
% = add %4, %1
store %125, %5, %0
yield
} {
yield
}
yield
}
yield
}
yield
}
yield
}
% = to_f64 %84
for {step: 1} %147, %130 { (%: i32)
% = for {step: 1} %149, %158, %127 { (%: i32, %: f64)
% = mul %2, %161
% = add %1, %3
% = mul %1, %137
% = add %1, %7
% = load %135, %1
% = add %6, %1
yield %0
}
% = div %9, %11
for {step: 1} %158, %167 { (%: i32)
% = mul %1, %169
% = add %1, %2
% = mul %1, %145
% = add %1, %15
% = load %143, %1
% = sub %1, %7
store %144, %2, %0
yield
}
yield
}
for {step: 1} %165, %147 { (%: i32)
% = load %146, %1
store %147, %1, %0
yield
}
yield
}
for {step: 1} %167, %176 { (%: i32)
% = mul %1, %178
% = add %127, %1
for {step: 1} %170, %179 { (%: i32)
% = add %2, %1
% = mul %2, %182
% = add %1, %6
% = mul %1, %158
% = add %1, %136
% = load %157, %1
% = mul %142, %1
store %189, %6, %0
yield
}
yield
}
yield
}
yield
} {
yield
}
return
}
`;
